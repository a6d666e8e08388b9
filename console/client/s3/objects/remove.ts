import type { Aws } from '../../aws.ts';
import { batches, type Doomed } from './batches.ts';

interface Failure {
  Key?: string;
  VersionId?: string;
  Code?: string;
  Message?: string;
}

/** What came of it; S3 tells of each key by itself, also in an answer that says 200. */
export interface Removed {
  deleted: number;
  failures: Failure[];
}

/** Deletes all of these; `told` hears after each call how many were deleted until then. Throws AwsRefusal. */
export async function remove(
  aws: Aws,
  bucket: string,
  doomed: readonly Doomed[],
  told: (deleted: number) => void = () => {},
): Promise<Removed> {
  const [only] = doomed;
  if (only !== undefined && doomed.length === 1) {
    await aws('s3api', 'delete-object', { bucket, key: only.key, 'version-id': only.versionId });
    told(1);
    return { deleted: 1, failures: [] };
  }
  const removed: Removed = { deleted: 0, failures: [] };
  for (const batch of batches(doomed)) {
    const { Errors = [] } = await aws<{ Errors?: Failure[] }>('s3api', 'delete-objects', {
      bucket,
      delete: {
        Objects: batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
        Quiet: true,
      },
    });
    removed.failures.push(...Errors);
    removed.deleted += batch.length - Errors.length;
    told(removed.deleted);
  }
  return removed;
}

/** AWS's words on the first that stayed, and how many did; undefined where all went. */
export function failureWords({ failures }: Removed): string | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  return `${failures.length} could not be deleted. The first: ${first.Key} – ${first.Code}: ${first.Message}`;
}
