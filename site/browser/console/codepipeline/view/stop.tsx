import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { succeed } from '../../ui/flash.tsx';
import { ActButton, Radios, Select, Text } from '../../ui/form.tsx';
import type { StageState } from '../shapes.ts';

/** *Stop execution*: lets what runs end, or abandons it. */
export function StopExecution(props: { name: string; stages: readonly StageState[]; onClose(): void }) {
  const { name, stages, onClose } = props;
  const running = stages.flatMap(({ stageName, latestExecution: one }) =>
    one !== undefined && ['InProgress', 'Stopping'].includes(one.status)
      ? [{ value: one.pipelineExecutionId, label: `${one.pipelineExecutionId} (in ${stageName})` }]
      : [],
  );
  const [id, setId] = useState(running[0]?.value ?? '');
  const [mode, setMode] = useState<'wait' | 'abandon'>('wait');
  const [comment, setComment] = useState('');
  return (
    <Dialog
      title={`Stop execution: ${name}`}
      onClose={onClose}
      actions={
        <ActButton
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
            succeed(`Execution ${id} is being stopped.`);
            onClose();
          }}
        />
      }
    >
      {running.length === 0 ? (
        <p class="empty">No execution is under way.</p>
      ) : (
        <>
          <Select label="Select execution" value={id} choices={running} onValue={setId} />
          <Radios<'wait' | 'abandon'>
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
          <Text label="Comment" value={comment} onValue={setComment} />
        </>
      )}
    </Dialog>
  );
}
