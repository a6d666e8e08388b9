import { Box } from '../../../companion/ui/form.tsx';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { Status, When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { useLoaded } from '../load.ts';
import type { PageValues } from '../router.ts';
import { triggerText } from './executions.tsx';
import { commitMessage, ExecutionStatus, modeName } from './pipelines.tsx';
import { artifactAddress, crumbsTo, executionsAddress } from './place.ts';
import {
  type ActionExecution,
  type Artifact,
  callerName,
  durationText,
  type ExecutionSummary,
  statusOf,
} from './shapes.ts';

interface Execution extends Omit<ExecutionSummary, 'sourceRevisions'> {
  artifactRevisions?: { name?: string; revisionId?: string; revisionSummary?: string }[];
}

/** One execution: what it is of, who started it, and each action's times and artifacts. */
export function ExecutionPage({ name = '', id = '' }: PageValues) {
  const shown = useLoaded(
    `Execution ${id.slice(0, 8)}`,
    async (aws) => {
      const [{ pipelineExecution }, { actionExecutionDetails = [] }] = await Promise.all([
        aws<{ pipelineExecution: Execution }>('codepipeline', 'get-pipeline-execution', {
          'pipeline-name': name,
          'pipeline-execution-id': id,
        }),
        aws<{ actionExecutionDetails?: ActionExecution[] }>('codepipeline', 'list-action-executions', {
          'pipeline-name': name,
          filter: { pipelineExecutionId: id },
        }),
      ]);
      // The service tells the newest first; a history is read from its beginning.
      return { execution: pipelineExecution, actions: actionExecutionDetails.toReversed() };
    },
    [name, id],
    2000,
  );
  return (
    <Page
      title={`Execution ${id.slice(0, 8)}`}
      crumbs={[...crumbsTo(name), ['Executions', executionsAddress(name)]]}
    >
      <Read of={shown}>
        {({ execution, actions }) => (
          <>
            <Box title="Summary">
              <dl class="fact-list">
                <Fact name="Execution ID">{execution.pipelineExecutionId}</Fact>
                <Fact name="Status">
                  <ExecutionStatus of={execution} />
                </Fact>
                <Fact name="Trigger">{triggerText(execution)}</Fact>
                <Fact name="Execution mode">{modeName(execution.executionMode)}</Fact>
                {execution.statusSummary === undefined ? null : (
                  <Fact name="Summary">{execution.statusSummary}</Fact>
                )}
                {(execution.artifactRevisions ?? []).map(
                  ({ name: artifact = '', revisionId = '', revisionSummary }) => (
                    <Fact key={artifact} name={`Revision of ${artifact}`}>
                      <code>{revisionId.slice(0, 8)}</code> {commitMessage(revisionSummary)}
                    </Fact>
                  ),
                )}
              </dl>
            </Box>
            <Table
              label="Actions of this execution"
              rows={actions}
              id={({ actionExecutionId }) => actionExecutionId}
              empty="No action has begun."
              columns={[
                { name: 'Stage', cell: ({ stageName }) => stageName },
                { name: 'Action', cell: ({ actionName }) => actionName },
                { name: 'Status', cell: ({ status }) => <ActionStatus status={status} /> },
                { name: 'Started', cell: ({ startTime }) => <When time={startTime} /> },
                {
                  name: 'Duration',
                  cell: ({ startTime, lastUpdateTime, status }) =>
                    status === 'InProgress' ? 'under way' : durationText(startTime, lastUpdateTime),
                },
                { name: 'Input artifacts', cell: ({ input }) => <Artifacts of={input?.inputArtifacts} /> },
                {
                  name: 'Output artifacts',
                  cell: ({ output }) => <Artifacts of={output?.outputArtifacts} />,
                },
                { name: 'Result', cell: (row) => resultText(row) },
              ]}
            />
          </>
        )}
      </Read>
    </Page>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ActionStatus({ status }: { status: string }) {
  const { kind, words } = statusOf(status);
  return <Status kind={kind}>{words}</Status>;
}

/** Where artifacts lie, with the way there. */
function Artifacts({ of = [] }: { of?: Artifact[] | undefined }) {
  if (of.length === 0) return <>–</>;
  return (
    <>
      {of.map(({ name, s3location: { bucket = '', key = '' } = {} }) => (
        <p class="revision" key={name}>
          <a href={artifactAddress(bucket, key)}>{name}</a>
        </p>
      ))}
    </>
  );
}

function resultText({ output, updatedBy, status }: ActionExecution): string {
  const result = output?.executionResult;
  const error = result?.errorDetails;
  if (status === 'Failed' && error?.message !== undefined) return `${error.code}: ${error.message}`;
  const by = updatedBy === undefined ? '' : ` (${callerName(updatedBy)})`;
  return `${commitMessage(result?.externalExecutionSummary)}${by}`.trim();
}
