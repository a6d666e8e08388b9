import type { Aws } from '../../aws.ts';
import { batches, type ObjectIdentifier } from './batches.ts';

interface Failure {
  Key?: string;
  VersionId?: string;
  Code?: string;
  Message?: string;
}

/** The result of a deletion. S3 reports errors for each key, also in a response with status 200. */
export interface DeletionResult {
  deleted: number;
  failures: Failure[];
}

/** Deletes all of these. Calls `onProgress` after each call with the number deleted so far. Throws AwsError. */
export async function deleteObjects(
  aws: Aws,
  bucket: string,
  identifiers: readonly ObjectIdentifier[],
  onProgress: (deleted: number) => void = () => {},
): Promise<DeletionResult> {
  const [single] = identifiers;
  if (single !== undefined && identifiers.length === 1) {
    await aws('s3api', 'delete-object', { bucket, key: single.key, 'version-id': single.versionId });
    onProgress(1);
    return { deleted: 1, failures: [] };
  }
  const result: DeletionResult = { deleted: 0, failures: [] };
  for (const batch of batches(identifiers)) {
    const { Errors = [] } = await aws<{ Errors?: Failure[] }>('s3api', 'delete-objects', {
      bucket,
      delete: {
        Objects: batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
        Quiet: true,
      },
    });
    result.failures.push(...Errors);
    result.deleted += batch.length - Errors.length;
    onProgress(result.deleted);
  }
  return result;
}

/** The number of objects that were not deleted, with AWS's message for the first; undefined when all were deleted. */
export function failureMessage({ failures }: DeletionResult): string | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  return `${failures.length} could not be deleted. The first: ${first.Key} – ${first.Code}: ${first.Message}`;
}
