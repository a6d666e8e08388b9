import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { TextField } from '../../../../companion/ui/form.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { callerName, type StageState } from '../api-types.ts';

interface Props {
  pipeline: string;
  state: StageState;
  onDone(): Promise<void>;
}

/** The transition into a stage: enabled, or disabled with the caller and the reason. */
export function TransitionView({ pipeline, state: { stageName, inboundTransitionState }, onDone }: Props) {
  const [isDisabling, setDisabling] = useState(false);
  const isOpen = inboundTransitionState?.enabled ?? true;
  const transition = { 'pipeline-name': pipeline, 'stage-name': stageName, 'transition-type': 'Inbound' };
  return (
    <div class={`transition ${isOpen ? '' : 'closed'}`}>
      <span aria-hidden="true">{isOpen ? '↓' : '⊘'}</span>
      {isOpen ? (
        <button type="button" class="plain" onClick={() => setDisabling(true)}>
          Disable transition<span class="unseen"> to {stageName}</span>
        </button>
      ) : (
        <>
          <AwsButton
            label="Enable transition"
            title={`Enable the transition to ${stageName}`}
            run={async (aws) => {
              await aws('codepipeline', 'enable-stage-transition', transition);
              showSuccess(`The transition to ${stageName} is enabled.`);
              await onDone();
            }}
          />
          <p class="hint">
            Disabled by {callerName(inboundTransitionState?.lastChangedBy)},{' '}
            <Timestamp time={inboundTransitionState?.lastChangedAt} />:{' '}
            {inboundTransitionState?.disabledReason}
          </p>
        </>
      )}
      {isDisabling ? (
        <DisableTransition
          {...{ pipeline, transition, onDone }}
          stage={stageName}
          onClose={() => setDisabling(false)}
        />
      ) : null}
    </div>
  );
}

function DisableTransition(props: {
  stage: string;
  transition: Record<string, string>;
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const [reason, setReason] = useState('');
  const { stage, transition, onClose, onDone } = props;
  return (
    <Dialog
      title={`Disable the transition to ${stage}`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Disable"
          title={`Disable the transition to ${stage}`}
          disabled={reason.trim() === ''}
          run={async (aws) => {
            await aws('codepipeline', 'disable-stage-transition', { ...transition, reason });
            showSuccess(`The transition to ${stage} is disabled.`);
            onClose();
            await onDone();
          }}
        />
      }
    >
      <p>Executions then stop before this stage, until somebody enables the transition.</p>
      <TextField
        label="Reason"
        hint="Up to 300 letters, digits, spaces and ! @ ( ) . * ? -"
        value={reason}
        onValue={setReason}
      />
    </Dialog>
  );
}
