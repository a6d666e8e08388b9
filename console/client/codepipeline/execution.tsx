import { Box } from '../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Status, Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import type { RouteParams } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import {
  type ActionExecution,
  type Artifact,
  callerName,
  durationText,
  type ExecutionSummary,
  statusOf,
} from './api-types.ts';
import { triggerText } from './executions.tsx';
import { commitMessage, ExecutionStatus, modeName } from './pipelines.tsx';
import { artifactUrl, breadcrumbs, executionsUrl } from './urls.ts';

interface Execution extends Omit<ExecutionSummary, 'sourceRevisions'> {
  artifactRevisions?: { name?: string; revisionId?: string; revisionSummary?: string }[];
}

/** One execution: its revisions, its trigger, and each action's times and artifacts. */
export function ExecutionPage({ name = '', id = '' }: RouteParams) {
  const loaded = useLoaded(
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
      // The service lists the newest action first. The page lists them in the order in which they ran.
      return { execution: pipelineExecution, actions: actionExecutionDetails.toReversed() };
    },
    [name, id],
    2000,
  );
  return (
    <Page
      title={`Execution ${id.slice(0, 8)}`}
      breadcrumbs={[...breadcrumbs(name), ['Executions', executionsUrl(name)]]}
    >
      <WhenLoaded of={loaded}>
        {({ execution, actions }) => (
          <>
            <Box title="Summary">
              <dl class="fact-list">
                <DescriptionItem name="Execution ID">{execution.pipelineExecutionId}</DescriptionItem>
                <DescriptionItem name="Status">
                  <ExecutionStatus of={execution} />
                </DescriptionItem>
                <DescriptionItem name="Trigger">{triggerText(execution)}</DescriptionItem>
                <DescriptionItem name="Execution mode">{modeName(execution.executionMode)}</DescriptionItem>
                {execution.statusSummary === undefined ? null : (
                  <DescriptionItem name="Summary">{execution.statusSummary}</DescriptionItem>
                )}
                {(execution.artifactRevisions ?? []).map(
                  ({ name: artifact = '', revisionId = '', revisionSummary }) => (
                    <DescriptionItem key={artifact} name={`Revision of ${artifact}`}>
                      <code>{revisionId.slice(0, 8)}</code> {commitMessage(revisionSummary)}
                    </DescriptionItem>
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
                { name: 'Started', cell: ({ startTime }) => <Timestamp time={startTime} /> },
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
      </WhenLoaded>
    </Page>
  );
}

function DescriptionItem({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ActionStatus({ status }: { status: string }) {
  const { kind, label } = statusOf(status);
  return <Status kind={kind}>{label}</Status>;
}

/** Links to the artifacts' pages in Amazon S3. */
function Artifacts({ of = [] }: { of?: Artifact[] | undefined }) {
  if (of.length === 0) return <>–</>;
  return (
    <>
      {of.map(({ name, s3location: { bucket = '', key = '' } = {} }) => (
        <p class="revision" key={name}>
          <a href={artifactUrl(bucket, key)}>{name}</a>
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
