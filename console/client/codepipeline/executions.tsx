import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import type { RouteParams } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { callerName, durationText, type ExecutionSummary } from './api-types.ts';
import { PipelineNav } from './nav.tsx';
import { ExecutionStatus, Sources } from './pipelines.tsx';
import { breadcrumbs, executionUrl } from './urls.ts';

/** *Executions*: the history of a pipeline, the newest execution first. */
export function Executions({ name = '' }: RouteParams) {
  const executions = useLoaded(
    `Executions of ${name}`,
    async (aws) => {
      const { pipelineExecutionSummaries = [] } = await aws<{
        pipelineExecutionSummaries?: ExecutionSummary[];
      }>('codepipeline', 'list-pipeline-executions', { 'pipeline-name': name });
      return pipelineExecutionSummaries;
    },
    [name],
    2000,
  );
  return (
    <Page title="Executions" breadcrumbs={breadcrumbs(name)}>
      <PipelineNav name={name} current="Executions" />
      <WhenLoaded of={executions}>
        {(rows) => (
          <Table<ExecutionSummary>
            label="Executions"
            rows={rows}
            id={({ pipelineExecutionId }) => pipelineExecutionId}
            empty="No executions yet."
            columns={[
              {
                name: 'Execution ID',
                cell: ({ pipelineExecutionId: id }) => <a href={executionUrl(name, id)}>{id.slice(0, 8)}</a>,
              },
              { name: 'Status', cell: (row) => <ExecutionStatus of={row} /> },
              { name: 'Source revisions', cell: (row) => <Sources of={row} /> },
              { name: 'Trigger', cell: triggerText },
              { name: 'Started', cell: ({ startTime }) => <Timestamp time={startTime} /> },
              {
                name: 'Duration',
                cell: ({ startTime, lastUpdateTime, status }) =>
                  status === 'InProgress' ? 'under way' : durationText(startTime, lastUpdateTime),
              },
              { name: 'Completed', cell: completionTime },
            ]}
          />
        )}
      </WhenLoaded>
    </Page>
  );
}

const completionTime = ({ status, lastUpdateTime }: ExecutionSummary) =>
  ['InProgress', 'Stopping'].includes(status) ? '–' : <Timestamp time={lastUpdateTime} />;

/** What started an execution, in the service's own terms: `StartPipelineExecution – learner`, `Webhook – …`. */
export function triggerText({ trigger }: Pick<ExecutionSummary, 'trigger'>): string {
  const { triggerType = 'unknown', triggerDetail } = trigger ?? {};
  const name = triggerType === 'WebhookV2' ? 'Webhook' : triggerType;
  if (triggerDetail === undefined || triggerDetail === '') return name;
  return `${name} – ${triggerDetail.startsWith('arn:aws') && triggerType !== 'WebhookV2' ? callerName(triggerDetail) : triggerDetail}`;
}
