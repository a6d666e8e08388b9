import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Select } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { useLoaded } from '../../use-loaded.ts';
import type { AttachedPolicy, Policy } from '../read.ts';

/** *Attach policies*: attaches a managed policy that the role does not have yet. */
export function AttachPolicy(props: {
  role: string;
  attached: readonly AttachedPolicy[];
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const { role, attached, onClose, onDone } = props;
  const [arn, setArn] = useState('');
  const policies = useLoaded(
    'Policies',
    async (aws) => (await aws<{ Policies?: Policy[] }>('iam', 'list-policies')).Policies ?? [],
    [],
  );
  return (
    <Dialog
      title={`Attach policy to ${role}`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Add permissions"
          title={`Attach a policy to ${role}`}
          disabled={arn === ''}
          run={async (aws) => {
            await aws('iam', 'attach-role-policy', { 'role-name': role, 'policy-arn': arn });
            onClose();
            await onDone();
            showSuccess('The policy was attached to the role.');
          }}
        />
      }
    >
      <WhenLoaded of={policies}>
        {(all) => (
          <Select
            label="Policy"
            value={arn}
            choices={all
              .filter(({ Arn }) => !attached.some(({ PolicyArn }) => PolicyArn === Arn))
              .map(({ Arn, PolicyName }) => ({ value: Arn, label: PolicyName }))}
            onValue={setArn}
          />
        )}
      </WhenLoaded>
    </Dialog>
  );
}
