import { showSuccess } from '../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../ui/confirm-delete.tsx';
import type { Connection } from './connection.ts';

/** Deletes a connection after the user has typed `delete`. AWS does not check whether a pipeline uses it. */
export function DeleteConnection({ connection, onClose, onDeleted }: DeleteConnectionProps) {
  const { ConnectionName, ConnectionArn } = connection;
  return (
    <ConfirmDelete
      title={`Delete connection ${ConnectionName}`}
      word="delete"
      onClose={onClose}
      run={async (aws) => {
        await aws('codeconnections', 'delete-connection', { 'connection-arn': ConnectionArn });
        showSuccess(`The connection ${ConnectionName} was deleted.`);
        await onDeleted();
      }}
    >
      <p>
        This can't be undone, and its ARN never comes back. A pipeline that uses it fails at its source from
        then on. The app on GitHub stays until you uninstall it there.
      </p>
    </ConfirmDelete>
  );
}

interface DeleteConnectionProps {
  connection: Connection;
  onClose(): void;
  onDeleted(): void | Promise<void>;
}
