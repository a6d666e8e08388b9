import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { TextField } from '../../../companion/ui/form.tsx';
import type { Aws } from '../aws.ts';
import { AwsButton } from './aws-button.tsx';

/** Asks for confirmation before a change: the user types a word, as in AWS's console. */
export function ConfirmDelete(props: {
  title: string;
  /** What will be deleted. */
  children: ComponentChildren;
  /** `delete`, `permanently delete`, or the name of the resource. */
  word: string;
  button?: string;
  onClose(): void;
  run(aws: Aws): Promise<void>;
}) {
  const [typed, setTyped] = useState('');
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <AwsButton
          label={props.button ?? 'Delete'}
          title={props.title}
          kind="danger"
          disabled={typed !== props.word}
          run={async (aws) => {
            try {
              await props.run(aws);
            } finally {
              // The banner, which shows the result, is behind the dialog.
              props.onClose();
            }
          }}
        />
      }
    >
      {props.children}
      <TextField label={`To confirm, type ${props.word}`} value={typed} onValue={setTyped} />
    </Dialog>
  );
}
