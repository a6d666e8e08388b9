import { setTimeout as pause } from 'node:timers/promises';
import type { CallError } from '../account/fact.ts';
import { deleteActions } from '../account/operations/s3.ts';
import { type Bucket, type ObjectVersion, objectVersionPages, uploadPages } from '../account/s3.ts';
import type { AccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, observedError, throwIfStopped } from '../account/write/errors.ts';
import { type BucketEntry, uploadEntry, versionEntry } from './explained-entries.ts';
import type { Progress } from './resource.ts';
import type { AccountScan } from './types.ts';

/** How many batches are deleted at once. Deleting overlaps listing, and memory stays at a few pages. */
const batchesAtOnce = 4;
/** How many full passes to make. More than one is needed while something still writes. */
const maxPasses = 6;
/** Per-key errors that a retry can clear. */
const transientCodes = [
  'InternalError',
  'SlowDown',
  'ServiceUnavailable',
  'OperationAborted',
  'RequestTimeout',
];
const alreadyGoneCodes = ['NoSuchKey', 'NoSuchVersion'];

interface Failure {
  key: string;
  code: string;
  message: string;
}

// XML 1.0 cannot represent these characters. Such keys are deleted one by one, percent-encoded in the URL.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

async function deleteOne(
  writer: AccountWriter,
  bucket: Bucket,
  { key, versionId }: ObjectVersion,
): Promise<Failure[]> {
  try {
    await writer.call(
      's3',
      'DeleteObject',
      { Bucket: bucket.name, ExpectedBucketOwner: bucket.owner, Key: key, VersionId: versionId },
      bucket.region,
    );
    return [];
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return [{ key, code: error.callError.code, message: error.callError.message }];
  }
}

/** Deletes up to 1000 versions. A 200 can contain errors of single keys: they are retried or returned. */
async function deleteBatch(
  writer: AccountWriter,
  bucket: Bucket,
  batch: readonly ObjectVersion[],
): Promise<Failure[]> {
  let left = batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  for (let tries = 0; ; tries++) {
    const response = await writer.call(
      's3',
      'DeleteObjects',
      { Bucket: bucket.name, ExpectedBucketOwner: bucket.owner, Delete: { Objects: left, Quiet: true } },
      bucket.region,
    );
    const errors = (response?.Errors ?? []).filter(({ Code = '' }) => !alreadyGoneCodes.includes(Code));
    const later = errors.filter(({ Code = '' }) => transientCodes.includes(Code));
    if (later.length === 0 || later.length < errors.length || tries === 8)
      return errors.map(({ Key = '', Code = '', Message = '' }) => ({
        key: Key,
        code: Code,
        message: Message,
      }));
    left = later.map(({ Key = '', VersionId = 'null' }) => ({ Key, VersionId }));
    await pause(Math.min(5_000, 100 * 2 ** tries));
    throwIfStopped(writer.signal);
  }
}

/** Runs a bounded number of deletions at once; the first that throws ends them all. */
class DeletionPool {
  private inFlight = new Set<Promise<void>>();
  readonly failures: Failure[] = [];
  private firstError: unknown;

  async add(work: Promise<Failure[]>): Promise<void> {
    const one = work.then(
      (failures) => void this.failures.push(...failures.slice(0, 10)),
      (error) => {
        this.firstError ??= error;
      },
    );
    this.inFlight.add(one);
    one.finally(() => this.inFlight.delete(one));
    if (this.inFlight.size >= batchesAtOnce) await Promise.race(this.inFlight);
    if (this.firstError !== undefined) await this.end();
  }

  async end(): Promise<void> {
    await Promise.all(this.inFlight);
    if (this.firstError !== undefined) throw this.firstError;
  }
}

function keysError(bucket: Bucket, failures: readonly Failure[]): CallError {
  const [first] = failures as [Failure];
  const denied = first.code === 'AccessDenied';
  return {
    ...observedError(
      's3',
      'DeleteObjects',
      first.code,
      `${bucket.name}: ${JSON.stringify(first.key)} and maybe more could not be deleted: ${first.message}`,
    ),
    ...(denied ? { cause: 'denied' as const, actions: deleteActions } : {}),
  };
}

/** Whether an entry may be deleted. */
export type MayDelete = (entry: BucketEntry) => boolean;

/** Throws CallFailed if an entry may not be deleted: it came after the bucket was last read. */
function requireDeletable(bucket: Bucket, kept: readonly string[]): void {
  const [first] = kept;
  if (first === undefined) return;
  throw new CallFailed(
    observedError(
      ...(['s3', 'ListObjectVersions', 'NotTheLabs'] as const),
      `${bucket.name} now contains ${JSON.stringify(first)}, which the lab did not put there; it stays`,
    ),
  );
}

interface Pass {
  /** How many entries were found that may be deleted. */
  found: number;
  /** The keys of entries that may not. */
  kept: string[];
}

/** Makes one pass over the prefix. */
async function emptyOnce(
  writer: AccountWriter,
  scan: AccountScan,
  bucket: Bucket,
  prefix: string,
  mayDelete: MayDelete,
  progress: Progress,
): Promise<Pass> {
  const pool = new DeletionPool();
  const kept: string[] = [];
  let found = 0;
  const withProgress = async (work: Promise<Failure[]>, size: number) => {
    const failures = await work;
    progress(size - failures.length);
    return failures;
  };
  for await (const page of objectVersionPages(scan.uncached, bucket, prefix)) {
    throwIfStopped(writer.signal);
    if (page.state === 'absent') break;
    if (page.state === 'unknown') {
      await pool.end();
      throw new CallFailed(page.error);
    }
    const deletable = page.value.filter((entry) => mayDelete(versionEntry(entry)));
    if (deletable.length < page.value.length && kept.length === 0)
      kept.push(...page.value.filter((entry) => !deletable.includes(entry)).map(({ key }) => key));
    found += deletable.length;
    const writable = deletable.filter(({ key }) => !unwritable.test(key));
    for (const unwritableKey of deletable.filter(({ key }) => unwritable.test(key)))
      await pool.add(withProgress(deleteOne(writer, bucket, unwritableKey), 1));
    if (writable.length > 0)
      await pool.add(withProgress(deleteBatch(writer, bucket, writable), writable.length));
    // What AWS refuses for one page it refuses for all, so the remaining pages are not tried.
    if (pool.failures.length > 0) break;
  }
  await pool.end();
  if (pool.failures.length > 0) throw new CallFailed(keysError(bucket, pool.failures));
  return { found, kept };
}

async function abortUploads(
  writer: AccountWriter,
  scan: AccountScan,
  bucket: Bucket,
  prefix: string,
  mayDelete: MayDelete,
  progress: Progress,
): Promise<Pass> {
  const kept: string[] = [];
  let found = 0;
  for await (const page of uploadPages(scan.uncached, bucket, prefix)) {
    if (page.state === 'absent') break;
    if (page.state === 'unknown') throw new CallFailed(page.error);
    for (const upload of page.value) {
      const { key, uploadId } = upload;
      if (!mayDelete(uploadEntry(upload))) {
        kept.push(key);
        continue;
      }
      found++;
      await writer.call(
        's3',
        'AbortMultipartUpload',
        { Bucket: bucket.name, ExpectedBucketOwner: bucket.owner, Key: key, UploadId: uploadId },
        bucket.region,
      );
      progress(1);
    }
  }
  return { found, kept };
}

/**
 * Deletes every version, delete marker and unfinished upload under a prefix that may be deleted, until a whole pass
 * finds none. Throws CallFailed when a key cannot be deleted, when something keeps writing, or when an entry remains
 * that may not be deleted.
 */
export async function empty(
  writer: AccountWriter,
  scan: AccountScan,
  bucket: Bucket,
  prefix: string,
  progress: Progress,
  mayDelete: MayDelete = () => true,
): Promise<void> {
  let done = 0;
  const counting: Progress = (more) => {
    done += more;
    progress(done);
  };
  for (let pass = 0; pass < maxPasses; pass++) {
    const versions = await emptyOnce(writer, scan, bucket, prefix, mayDelete, counting);
    const uploads = await abortUploads(writer, scan, bucket, prefix, mayDelete, counting);
    if (versions.found + uploads.found > 0) continue;
    requireDeletable(bucket, [...versions.kept, ...uploads.kept]);
    return;
  }
  throw new CallFailed(
    observedError(
      's3',
      'ListObjectVersions',
      'StillWritten',
      `${bucket.name} fills up again: something goes on writing into it`,
    ),
  );
}
