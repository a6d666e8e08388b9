import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { TextField } from '../../../../companion/ui/form.tsx';

/** *Add stage*: asks for the stage's name. */
export function StageForm(props: {
  existingNames: readonly string[];
  onClose(): void;
  onDone(name: string): void;
}) {
  const [name, setName] = useState('');
  const problem =
    name !== '' && !/^[A-Za-z0-9.@_-]{1,100}$/.test(name)
      ? 'A stage name has 1 to 100 of A-Z, a-z, 0-9 and . @ - _'
      : props.existingNames.includes(name)
        ? 'Another stage has this name.'
        : undefined;
  return (
    <Dialog
      title="Add stage"
      onClose={props.onClose}
      actions={
        <button
          type="button"
          class="primary"
          disabled={name === '' || problem !== undefined}
          onClick={() => props.onDone(name)}
        >
          Add stage
        </button>
      }
    >
      <TextField
        label="Stage name"
        hint="No more than 100 characters"
        value={name}
        error={problem}
        onValue={setName}
      />
    </Dialog>
  );
}
