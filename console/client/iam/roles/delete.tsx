import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { deleteRole } from '../delete.ts';

/** *Delete*: deletes a role with its inline policies. Managed policies are detached and stay. */
export function DeleteRole(props: { name: string; onClose(): void; onDeleted(): Promise<void> | void }) {
  const { name, onClose, onDeleted } = props;
  return (
    <ConfirmDelete
      title={`Delete ${name}?`}
      word={name}
      onClose={onClose}
      run={async (aws) => {
        await deleteRole(aws, name);
        await onDeleted();
        showSuccess(`Role ${name} deleted.`);
      }}
    >
      <p>
        The role goes, and the inline policies in it. Managed policies are detached from it and stay. What
        works under this role will fail from then on.
      </p>
    </ConfirmDelete>
  );
}
