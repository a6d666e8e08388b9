import { fail, succeed } from '../../../../companion/ui/flash.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import type { BucketPlace } from '../settings/properties.tsx';
import type { Doomed } from './batches.ts';
import { listed } from './list.ts';
import { failureWords, remove } from './remove.ts';

interface DeleteProps {
  place: BucketPlace;
  /** What was chosen, and folders by their prefix. */
  objects: readonly Doomed[];
  folders?: readonly string[];
  /** Versions go, of folders all of them; else a versioned bucket gets delete markers. */
  isForGood: boolean;
  /** Whether the bucket keeps versions: without, what is deleted is gone. */
  isVersioned: boolean;
  onClose(): void;
  onDeleted(): Promise<void> | void;
}

/** *Delete*: asks for `delete` where a version stays, for `permanently delete` where none does. */
export function DeleteObjects(props: DeleteProps) {
  const { place, objects, folders = [], isForGood, isVersioned, onClose, onDeleted } = props;
  const isFinal = isForGood || !isVersioned;
  const names = [...folders, ...objects.map(({ key, versionId }) => named(key, versionId))];
  return (
    <ConfirmDelete
      title="Delete objects"
      word={isFinal ? 'permanently delete' : 'delete'}
      button="Delete objects"
      onClose={onClose}
      run={async (acting) => {
        const aws = acting.in(place.region);
        const doomed = [...objects];
        for (const prefix of folders) {
          const { objects: within } = await listed(aws, place.bucket, prefix, {
            versions: isForGood,
            deep: true,
          });
          doomed.push(
            ...within.map(({ key, versionId }) => doomedOf(key, isForGood ? versionId : undefined)),
          );
        }
        const removed = await remove(aws, place.bucket, doomed);
        const words = failureWords(removed);
        await onDeleted();
        if (words === undefined) succeed(`Successfully deleted objects: ${removed.deleted}.`);
        else fail(`Deleted: ${removed.deleted}. ${words}`);
      }}
    >
      <p>
        {isFinal
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

const named = (key: string, versionId: string | undefined) =>
  versionId === undefined ? key : `${key}, version ${versionId}`;

/** An object or a version as it is to be deleted. */
export const doomedOf = (key: string, versionId: string | undefined): Doomed =>
  versionId === undefined ? { key } : { key, versionId };
