import { Page, Read } from '../../../companion/ui/page.tsx';
import { When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { useLoaded } from '../load.ts';
import type { PageValues } from '../router.ts';
import { PipelineNav } from './nav.tsx';
import { ExecutionStatus, Sources } from './pipelines.tsx';
import { crumbsTo, executionAddress } from './place.ts';
import { callerName, durationText, type ExecutionSummary } from './shapes.ts';

/** *Executions*: the history, the newest first. */
export function Executions({ name = '' }: PageValues) {
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
    <Page title="Executions" crumbs={crumbsTo(name)}>
      <PipelineNav name={name} here="Executions" />
      <Read of={executions}>
        {(rows) => (
          <Table<ExecutionSummary>
            label="Executions"
            rows={rows}
            id={({ pipelineExecutionId }) => pipelineExecutionId}
            empty="No executions yet."
            columns={[
              {
                name: 'Execution ID',
                cell: ({ pipelineExecutionId: id }) => (
                  <a href={executionAddress(name, id)}>{id.slice(0, 8)}</a>
                ),
              },
              { name: 'Status', cell: (row) => <ExecutionStatus of={row} /> },
              { name: 'Source revisions', cell: (row) => <Sources of={row} /> },
              { name: 'Trigger', cell: triggerText },
              { name: 'Started', cell: ({ startTime }) => <When time={startTime} /> },
              {
                name: 'Duration',
                cell: ({ startTime, lastUpdateTime, status }) =>
                  status === 'InProgress' ? 'under way' : durationText(startTime, lastUpdateTime),
              },
              { name: 'Completed', cell: completed },
            ]}
          />
        )}
      </Read>
    </Page>
  );
}

const completed = ({ status, lastUpdateTime }: ExecutionSummary) =>
  ['InProgress', 'Stopping'].includes(status) ? '–' : <When time={lastUpdateTime} />;

/** What started an execution, in the service's own words: `StartPipelineExecution – learner`, `Webhook – …`. */
export function triggerText({ trigger }: Pick<ExecutionSummary, 'trigger'>): string {
  const { triggerType = 'unknown', triggerDetail } = trigger ?? {};
  const name = triggerType === 'WebhookV2' ? 'Webhook' : triggerType;
  if (triggerDetail === undefined || triggerDetail === '') return name;
  return `${name} – ${triggerDetail.startsWith('arn:aws') && triggerType !== 'WebhookV2' ? callerName(triggerDetail) : triggerDetail}`;
}
