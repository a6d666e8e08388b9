import type { Fact } from '../facts/fact.ts';
import type { FactValues } from '../facts/facts.ts';
import type { ActionExecution, Execution, StageState } from '../facts/values.ts';
import { fail, type Judgement, undetermined, waiting } from './finding.ts';
import { formatDuration, formatList, formatTime, shellQuote, shortId } from './format.ts';

export interface PipelineInfo {
  pipeline: string;
  region: string;
  /** The bucket that the lab deploys to. */
  bucket?: string;
  /** Milliseconds since the epoch. */
  now: number;
}

const consoleOf = ({ pipeline, region }: PipelineInfo) =>
  `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}/view?region=${region}`;

/** The command that starts an execution of the branch's tip. */
export function release({ pipeline, region }: PipelineInfo): string {
  return `aws codepipeline start-pipeline-execution --name ${shellQuote(pipeline)} --region ${region}`;
}

/** How to approve: in the console, or by a command that first gets the token. */
export function approve(pipelineInfo: PipelineInfo, stage: string, action: string): string {
  const { pipeline, region } = pipelineInfo;
  const query = `stageStates[?stageName=='${stage}'].actionStates[] | [?actionName=='${action}'].latestExecution.token | [0]`;
  return `Look at the change, then approve it at ${consoleOf(pipelineInfo)}, or: TOKEN="$(aws codepipeline get-pipeline-state --name ${shellQuote(pipeline)} --region ${region} --query "${query}" --output text)" && aws codepipeline put-approval-result --pipeline-name ${shellQuote(pipeline)} --stage-name ${shellQuote(stage)} --action-name ${shellQuote(action)} --region ${region} --result summary=Reviewed,status=Approved --token "$TOKEN"`;
}

const inProgress = (actionExecution: ActionExecution) => actionExecution.status === 'InProgress';

/** Judges an execution that is still in progress: what it waits for. */
function inProgressJudgement(
  expected: string,
  execution: Execution,
  actionExecutions: ActionExecution[],
  states: Fact<StageState[]>,
  pipelineInfo: PipelineInfo,
  superseded: Execution | undefined,
): Judgement {
  const at = `execution ${shortId(execution.id)}`;
  const actionExecution = actionExecutions.find(inProgress);
  if (actionExecution?.category === 'Approval') {
    return waiting(
      expected,
      `${at} waits for your approval since ${formatTime(actionExecution.started)} (${formatDuration(pipelineInfo.now - actionExecution.started)})`,
      approve(pipelineInfo, actionExecution.stage, actionExecution.action),
      'approval-pending',
    );
  }
  if (actionExecution !== undefined) {
    return waiting(
      expected,
      `${at}: ${actionExecution.stage} has been running for ${formatDuration(pipelineInfo.now - actionExecution.started)}`,
      'Wait a moment, then check again.',
    );
  }
  if (states.state === 'unknown') return undetermined(expected, states.error);
  const stages = states.state === 'known' ? states.value : [];
  const waitingStage = stages.find(({ inbound }) => inbound === execution.id);
  if (waitingStage !== undefined && !waitingStage.enabled) {
    return fail(
      expected,
      `${at} is held: the transition into ${waitingStage.name} is disabled`,
      `aws codepipeline enable-stage-transition --pipeline-name ${shellQuote(pipelineInfo.pipeline)} --stage-name ${shellQuote(waitingStage.name)} --transition-type Inbound --region ${pipelineInfo.region}`,
      'transition-disabled',
    );
  }
  if (waitingStage !== undefined) {
    const ahead =
      waitingStage.execution === undefined ? '' : `, held by execution ${shortId(waitingStage.execution)}`;
    const approval = waitingStage.actions.find(({ token }) => token !== undefined);
    return waiting(
      expected,
      `${at} waits before stage ${waitingStage.name}${ahead}${superseded === undefined ? '' : `; it overtook execution ${shortId(superseded.id)}, which goes no further`}`,
      approval === undefined
        ? 'Wait a moment, then check again.'
        : approve(pipelineInfo, waitingStage.name, approval.name),
      superseded === undefined ? undefined : 'execution-superseded',
    );
  }
  return waiting(
    expected,
    `${at} is on its way since ${formatTime(execution.started)}`,
    'Wait a moment, then check again.',
  );
}

/** Judges an execution that failed: at which action, and with which message. */
function failedJudgement(
  expected: string,
  execution: Execution,
  actionExecutions: ActionExecution[],
  pipelineInfo: PipelineInfo,
): Judgement {
  const at = `execution ${shortId(execution.id)}`;
  const actionExecution = actionExecutions
    .filter(({ status }) => status === 'Failed')
    .sort((a, b) => b.updated - a.updated)[0];
  const message =
    actionExecution?.errorMessage ??
    actionExecution?.summary ??
    execution.statusSummary ??
    'no reason is given';
  if (actionExecution?.category === 'Approval') {
    const expired = /timed? ?out|expired/i.test(message) || actionExecution.updatedBy === undefined;
    return fail(
      expected,
      expired
        ? `the approval of ${at} ran out at ${formatTime(actionExecution.updated)}`
        : `${at} was rejected by ${actionExecution.updatedBy ?? ''} at ${formatTime(actionExecution.updated)}${actionExecution.summary ? `: "${actionExecution.summary}"` : ''}`,
      `Release the change again, and approve it: ${release(pipelineInfo)}`,
      expired ? 'approval-expired' : 'approval-rejected',
    );
  }
  const denied =
    actionExecution?.errorCode === 'PermissionError' ||
    /not have sufficient permissions|AccessDenied|not authorized/i.test(message);
  const fix = `${denied ? 'npm run check step-5 names what the role lacks' : 'npm run check step-5 looks at the settings'}; once it is mended: ${release(pipelineInfo)}`;
  if (actionExecution?.category === 'Deploy') {
    return fail(
      expected,
      `${at}: the deploy action failed: ${message}`,
      fix,
      denied ? 'deploy-denied' : 'deploy-failed',
    );
  }
  return fail(
    expected,
    `${at}: ${actionExecution === undefined ? 'it failed' : `${actionExecution.action} failed`}: ${message}`,
    fix,
    'source-failed',
  );
}

/** Judges an execution that succeeded, but is no approved deployment to the lab's bucket. */
function succeededJudgement(
  expected: string,
  execution: Execution,
  actionExecutions: ActionExecution[],
  pipelineInfo: PipelineInfo,
): Judgement {
  const at = `execution ${shortId(execution.id)}`;
  const deploys = actionExecutions.filter(
    ({ category, status }) => category === 'Deploy' && status === 'Succeeded',
  );
  const buckets = deploys.map(({ configuration }) => configuration.BucketName ?? '(none)');
  if (pipelineInfo.bucket !== undefined && !buckets.includes(pipelineInfo.bucket)) {
    return fail(
      expected,
      `${at} succeeded, but deployed ${buckets.length === 0 ? 'nothing' : `to ${formatList(buckets)}`}, not to ${pipelineInfo.bucket}`,
      `npm run check step-5 tells what to change in the deploy action; once it is mended: ${release(pipelineInfo)}`,
      'deploy-bucket-other',
    );
  }
  return fail(
    expected,
    `${at} succeeded without an approval before its deploy action`,
    `With the approval stage in place (npm run check step-5), release the change and approve it: ${release(pipelineInfo)}`,
    'deployed-unapproved',
  );
}

/**
 * Makes a failure unknown if only part of the history was read: what the check looked for can be in the rest.
 * Other judgements stay unchanged.
 */
export function unknownIfTruncated(
  judgement: Judgement,
  history: Fact<FactValues['historyRead']>,
): Judgement {
  if (judgement.verdict !== 'fail' || history.state !== 'known' || history.value.complete) return judgement;
  const { executions, runs: actionExecutions } = history.value;
  return {
    ...judgement,
    verdict: 'unknown',
    found: `${judgement.found}; only the newest ${executions} executions and ${actionExecutions} action runs were read, and there are more`,
  };
}

/** Judges why an execution is not, or not yet, the expected approved deployment. `executions` are newest first. */
export function progress(
  expected: string,
  execution: Execution,
  actionExecutions: ActionExecution[],
  states: Fact<StageState[]>,
  pipelineInfo: PipelineInfo,
  executions: readonly Execution[] = [],
): Judgement {
  const ownActionExecutions = actionExecutions.filter(
    (actionExecution) => actionExecution.execution === execution.id,
  );
  const at = `execution ${shortId(execution.id)}`;
  const older = executions[executions.indexOf(execution) + 1];
  switch (execution.status) {
    case 'InProgress':
    case 'Stopping':
      return inProgressJudgement(
        expected,
        execution,
        ownActionExecutions,
        states,
        pipelineInfo,
        older?.status === 'Superseded' ? older : undefined,
      );
    case 'Failed':
      return failedJudgement(expected, execution, ownActionExecutions, pipelineInfo);
    case 'Superseded':
      return fail(
        expected,
        `${at} was overtaken by a newer one while it waited`,
        `Approve the newest one when it waits; if none does: ${release(pipelineInfo)}`,
        'execution-superseded',
      );
    case 'Stopped':
    case 'Cancelled':
      return fail(expected, `${at} was stopped`, release(pipelineInfo), 'execution-stopped');
    default:
      return succeededJudgement(expected, execution, ownActionExecutions, pipelineInfo);
  }
}
