import { CliError } from '../../lab-home/errors.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import type { ShellSession } from '../../labs/runner/shell-session.ts';

const push = `. workspace/values.sh
sed -i.bak 's/Version [0-9]*:/Version 3:/' "$CLONE/index.html"
rm -f "$CLONE/index.html.bak"
git -C "$CLONE" commit --quiet --all --message "Say that it is version 3"
git -C "$CLONE" push --quiet origin HEAD:main
`;

/**
 * Waits until the commit's execution requests approval, approves it, and waits up to about five seconds for its end.
 * With some faults the execution stays in progress.
 */
const approve = `COMMIT="$(git -C "$CLONE" rev-parse HEAD)"
TRIES=0
APPROVAL_TOKEN="None"
until [ "$APPROVAL_TOKEN" != "None" ] || [ "$TRIES" -ge 60 ]; do
  if [ "$TRIES" -gt 0 ]; then sleep 1; fi
  TRIES=$((TRIES + 1))
  EXECUTION_ID="$(aws codepipeline list-pipeline-executions --pipeline-name "$PIPELINE_NAME" --output text \\
    --query "pipelineExecutionSummaries[?sourceRevisions[0].revisionId=='$COMMIT'].pipelineExecutionId | [0]")"
  APPROVAL_TOKEN="$(aws codepipeline get-pipeline-state --name "$PIPELINE_NAME" --output text \\
    --query "stageStates[?stageName=='Approve' && latestExecution.pipelineExecutionId=='$EXECUTION_ID'].actionStates[] | [?latestExecution.status=='InProgress'].latestExecution.token | [0]")"
done
aws codepipeline put-approval-result --pipeline-name "$PIPELINE_NAME" --stage-name Approve --action-name Approve \\
  --token "$APPROVAL_TOKEN" --result "summary=Looks good,status=Approved"
TRIES=0
STATUS="InProgress"
until [ "$STATUS" != "InProgress" ] || [ "$TRIES" -ge 5 ]; do
  if [ "$TRIES" -gt 0 ]; then sleep 1; fi
  TRIES=$((TRIES + 1))
  STATUS="$(aws codepipeline get-pipeline-execution --pipeline-name "$PIPELINE_NAME" \\
    --pipeline-execution-id "$EXECUTION_ID" --query pipelineExecution.status --output text)"
done
`;

/**
 * Does what happened after the fault in the drill's story: a push, or a push and its approval. Throws CliError when a
 * command fails.
 */
export async function runFollowUp(
  { afterwards: followUp }: Pick<Drill, 'afterwards'>,
  session: Pick<ShellSession, 'run'>,
): Promise<void> {
  if (followUp === undefined) return;
  const { exit, stderr } = await session.run(followUp === 'push' ? push : push + approve, {
    timeoutMs: 120_000,
  });
  if (exit !== 0) throw new CliError(`The drill's story could not be played: ${stderr.trim()}`, 1);
}
