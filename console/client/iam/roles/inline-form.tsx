import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { TextArea, TextField } from '../../../../companion/ui/form.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { InlinePolicy } from '../read.ts';

const emptyPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [], Resource: '*' }],
};

/** Creates or edits an inline policy as JSON, which IAM validates. */
export function InlinePolicyForm(props: {
  role: string;
  policy?: InlinePolicy;
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const { role, policy, onClose, onDone } = props;
  const [name, setName] = useState(policy?.PolicyName ?? '');
  const [text, setText] = useState(JSON.stringify(policy?.PolicyDocument ?? emptyPolicy, null, 2));
  const isNew = policy === undefined;
  return (
    <Dialog
      title={isNew ? 'Create inline policy' : `Edit ${policy.PolicyName}`}
      isWide
      onClose={onClose}
      actions={
        <AwsButton
          label={isNew ? 'Create policy' : 'Save changes'}
          title={isNew ? `Create inline policy ${name}` : `Edit inline policy ${name}`}
          disabled={name === ''}
          run={async (aws) => {
            await aws('iam', 'put-role-policy', {
              'role-name': role,
              'policy-name': name,
              'policy-document': text,
            });
            onClose();
            await onDone();
            showSuccess(`Policy ${name} ${isNew ? 'created' : 'updated'}.`);
          }}
        />
      }
    >
      {isNew ? <TextField label="Policy name" value={name} onValue={setName} /> : null}
      <TextArea label="Policy editor" hint="JSON." rows={16} isCode value={text} onValue={setText} />
    </Dialog>
  );
}
