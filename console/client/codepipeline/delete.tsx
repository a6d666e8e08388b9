import { showSuccess } from '../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../ui/confirm-delete.tsx';

/** *Delete pipeline*: deletes the pipeline and nothing else. */
export function DeletePipeline(props: { name: string; onClose(): void; onDeleted(): void }) {
  const { name, onClose, onDeleted } = props;
  return (
    <ConfirmDelete
      title={`Delete pipeline ${name}`}
      word="delete"
      onClose={onClose}
      run={async (aws) => {
        await aws('codepipeline', 'delete-pipeline', { name });
        showSuccess(`Pipeline ${name} was deleted.`);
        onDeleted();
      }}
    >
      <p>
        The pipeline and its history will be gone. Its buckets, its role and its connection stay: you delete
        them yourself.
      </p>
    </ConfirmDelete>
  );
}
