import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { deletePolicy } from '../delete.ts';

/** *Delete*: detaches a customer managed policy everywhere, and deletes it with all its versions. */
export function DeletePolicy(props: {
  name: string;
  arn: string;
  onClose(): void;
  onDeleted(): Promise<void> | void;
}) {
  const { name, arn, onClose, onDeleted } = props;
  return (
    <ConfirmDelete
      title={`Delete ${name}?`}
      word={name}
      onClose={onClose}
      run={async (aws) => {
        await deletePolicy(aws, arn);
        await onDeleted();
        showSuccess(`Policy ${name} deleted.`);
      }}
    >
      <p>
        The policy goes with all its versions, and is detached first from every role, user and group that has
        it. They lose what it allows.
      </p>
    </ConfirmDelete>
  );
}
