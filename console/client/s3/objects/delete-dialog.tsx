import { showError, showSuccess } from '../../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import type { BucketRef } from '../settings/properties.tsx';
import type { ObjectIdentifier } from './batches.ts';
import { deleteObjects, failureMessage } from './delete-objects.ts';
import { listObjects } from './list.ts';

interface DeleteProps {
  bucketRef: BucketRef;
  objects: readonly ObjectIdentifier[];
  /** The prefixes of the folders to delete. */
  folders?: readonly string[];
  /** Deletes versions, and all versions in folders. When false, a versioned bucket gets delete markers. */
  isPermanent: boolean;
  /** Whether the bucket keeps versions. Without versions, a deleted object can't be restored. */
  isVersioned: boolean;
  onClose(): void;
  onDeleted(): Promise<void> | void;
}

/** *Delete*: the user types `delete` when a version stays, and `permanently delete` when none does. */
export function DeleteObjects(props: DeleteProps) {
  const { bucketRef, objects, folders = [], isPermanent, isVersioned, onClose, onDeleted } = props;
  const leavesNothing = isPermanent || !isVersioned;
  const names = [...folders, ...objects.map(({ key, versionId }) => identifierText(key, versionId))];
  return (
    <ConfirmDelete
      title="Delete objects"
      word={leavesNothing ? 'permanently delete' : 'delete'}
      button="Delete objects"
      onClose={onClose}
      run={async (client) => {
        const aws = client.inRegion(bucketRef.region);
        const identifiers = [...objects];
        for (const prefix of folders) {
          const { objects: contained } = await listObjects(aws, bucketRef.bucket, prefix, {
            versions: isPermanent,
            recursive: true,
          });
          identifiers.push(
            ...contained.map(({ key, versionId }) =>
              objectIdentifier(key, isPermanent ? versionId : undefined),
            ),
          );
        }
        const result = await deleteObjects(aws, bucketRef.bucket, identifiers);
        const failure = failureMessage(result);
        await onDeleted();
        if (failure === undefined) showSuccess(`Successfully deleted objects: ${result.deleted}.`);
        else showError(`Deleted: ${result.deleted}. ${failure}`);
      }}
    >
      <p>
        {leavesNothing
          ? 'These are deleted for good and can’t be brought back:'
          : 'Each gets a delete marker as its newest version. What it was stays and can be brought back:'}
      </p>
      <ul class="doomed">
        {names.slice(0, 10).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {names.length > 10 ? <li>and {names.length - 10} more</li> : null}
      </ul>
    </ConfirmDelete>
  );
}

const identifierText = (key: string, versionId: string | undefined) =>
  versionId === undefined ? key : `${key}, version ${versionId}`;

/** The identifier of an object or a version to delete. */
export const objectIdentifier = (key: string, versionId: string | undefined): ObjectIdentifier =>
  versionId === undefined ? { key } : { key, versionId };
