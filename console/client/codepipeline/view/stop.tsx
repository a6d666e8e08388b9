import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { RadioGroup, Select, TextField } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { type ExecutionSummary, statusOf } from '../api-types.ts';

/** One page of the history. By AWS's quotas, no more executions than this are in progress at once. */
const maxExecutions = 100;

/**
 * *Stop execution*: waits for the running actions or abandons them. Executions that wait to enter a stage can be
 * stopped, too.
 */
export function StopExecution({ name, onClose }: { name: string; onClose(): void }) {
  const [selectedId, setSelectedId] = useState('');
  const [mode, setMode] = useState<'wait' | 'abandon'>('wait');
  const [comment, setComment] = useState('');
  const running = useLoaded(
    `Stop execution: ${name}`,
    async (aws) => {
      const { pipelineExecutionSummaries: all = [] } = await aws<{
        pipelineExecutionSummaries?: ExecutionSummary[];
      }>('codepipeline', 'list-pipeline-executions', { 'pipeline-name': name, 'max-results': maxExecutions });
      return all.filter(({ status }) => ['InProgress', 'Stopping'].includes(status));
    },
    [name],
  );
  const id = selectedId === '' ? (running.value?.[0]?.pipelineExecutionId ?? '') : selectedId;
  return (
    <Dialog
      title={`Stop execution: ${name}`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Stop"
          title={`Stop execution: ${name}`}
          disabled={id === ''}
          run={async (aws) => {
            await aws('codepipeline', 'stop-pipeline-execution', {
              'pipeline-name': name,
              'pipeline-execution-id': id,
              abandon: mode === 'abandon',
              reason: comment === '' ? undefined : comment,
            });
            showSuccess(`Execution ${id} is being stopped.`);
            onClose();
          }}
        />
      }
    >
      <WhenLoaded of={running}>
        {(rows) =>
          rows.length === 0 ? (
            <p class="empty">No execution is under way.</p>
          ) : (
            <>
              <Select
                label="Select execution"
                value={id}
                choices={rows.map(({ pipelineExecutionId: value, status }) => ({
                  value,
                  label: `${value} (${statusOf(status).label})`,
                }))}
                onValue={setSelectedId}
              />
              <RadioGroup<'wait' | 'abandon'>
                legend="Choose a stop mode"
                value={mode}
                onValue={setMode}
                choices={[
                  {
                    value: 'wait',
                    label: 'Stop and wait',
                    hint: 'Actions that run now are let end; no more are begun.',
                  },
                  { value: 'abandon', label: 'Stop and abandon', hint: 'Nothing is waited for.' },
                ]}
              />
              <TextField label="Comment" value={comment} onValue={setComment} />
            </>
          )
        }
      </WhenLoaded>
    </Dialog>
  );
}
