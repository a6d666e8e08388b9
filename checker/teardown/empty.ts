import { setTimeout as pause } from 'node:timers/promises';
import type { Trouble } from '../account/fact.ts';
import { type Bucket, type ObjectVersion, objectVersionPages } from '../account/s3.ts';
import { goOnUnless, seen, Troubled } from '../account/write/errors.ts';
import type { Hands } from '../account/write/hands.ts';
import { operations } from '../account/write/operations.ts';
import { uploadPages } from './contents.ts';
import type { Progress } from './thing.ts';
import type { Look } from './types.ts';

/** Batches under way at once: deleting overlaps listing, and memory stays a few pages. */
const batchesAtOnce = 4;
/** Full passes over what is there, for writers that were not stopped yet. */
const passes = 6;
/** Per-key errors that go away by themselves. */
const passing = ['InternalError', 'SlowDown', 'ServiceUnavailable', 'OperationAborted', 'RequestTimeout'];
const already = ['NoSuchKey', 'NoSuchVersion'];

interface Failure {
  key: string;
  code: string;
  message: string;
}

// XML 1.0 has no way to write these: such keys are deleted one by one, percent-encoded in the address.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

async function deleteOne(hands: Hands, of: Bucket, { key, versionId }: ObjectVersion): Promise<Failure[]> {
  try {
    await hands.call(
      's3',
      'DeleteObject',
      { Bucket: of.name, ExpectedBucketOwner: of.owner, Key: key, VersionId: versionId },
      of.region,
    );
    return [];
  } catch (error) {
    if (!(error instanceof Troubled)) throw error;
    return [{ key, code: error.trouble.code, message: error.trouble.message }];
  }
}

/** Deletes up to 1000 versions. A 200 may hold errors of single keys: those are tried again or handed back. */
async function deleteBatch(hands: Hands, of: Bucket, batch: readonly ObjectVersion[]): Promise<Failure[]> {
  let left = batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  for (let tries = 0; ; tries++) {
    const answer = await hands.call(
      's3',
      'DeleteObjects',
      { Bucket: of.name, ExpectedBucketOwner: of.owner, Delete: { Objects: left, Quiet: true } },
      of.region,
    );
    const errors = (answer?.Errors ?? []).filter(({ Code = '' }) => !already.includes(Code));
    const later = errors.filter(({ Code = '' }) => passing.includes(Code));
    if (later.length === 0 || later.length < errors.length || tries === 8)
      return errors.map(({ Key = '', Code = '', Message = '' }) => ({
        key: Key,
        code: Code,
        message: Message,
      }));
    left = later.map(({ Key = '', VersionId = 'null' }) => ({ Key, VersionId }));
    await pause(Math.min(5_000, 100 * 2 ** tries));
    goOnUnless(hands.signal);
  }
}

/** Keeps a bounded number of deletions under way; the first that throws ends them all. */
class Crew {
  private under = new Set<Promise<void>>();
  readonly failures: Failure[] = [];
  private broken: unknown;

  async add(work: Promise<Failure[]>): Promise<void> {
    const one = work.then(
      (failures) => void this.failures.push(...failures.slice(0, 10)),
      (error) => {
        this.broken ??= error;
      },
    );
    this.under.add(one);
    one.finally(() => this.under.delete(one));
    if (this.under.size >= batchesAtOnce) await Promise.race(this.under);
    if (this.broken !== undefined) await this.end();
  }

  async end(): Promise<void> {
    await Promise.all(this.under);
    if (this.broken !== undefined) throw this.broken;
  }
}

function troubleOfKeys(of: Bucket, failures: readonly Failure[]): Trouble {
  const [first] = failures as [Failure];
  const denied = first.code === 'AccessDenied';
  return {
    ...seen(
      's3',
      'DeleteObjects',
      first.code,
      `${of.name}: ${JSON.stringify(first.key)} and maybe more could not be deleted: ${first.message}`,
    ),
    ...(denied ? { cause: 'denied' as const, actions: operations.s3.DeleteObjects.actions } : {}),
  };
}

/** One pass over all that is there; answers how many entries it saw. */
async function pass(
  hands: Hands,
  look: Look,
  of: Bucket,
  prefix: string,
  progress: Progress,
): Promise<number> {
  const crew = new Crew();
  let found = 0;
  const counted = async (work: Promise<Failure[]>, size: number) => {
    const failures = await work;
    progress(size - failures.length);
    return failures;
  };
  for await (const page of objectVersionPages(look.stream, of, prefix)) {
    goOnUnless(hands.signal);
    if (page.state === 'absent') break;
    if (page.state === 'unknown') {
      await crew.end();
      throw new Troubled(page.trouble);
    }
    found += page.value.length;
    const writable = page.value.filter(({ key }) => !unwritable.test(key));
    for (const odd of page.value.filter(({ key }) => unwritable.test(key)))
      await crew.add(counted(deleteOne(hands, of, odd), 1));
    if (writable.length > 0) await crew.add(counted(deleteBatch(hands, of, writable), writable.length));
    // What is refused for one page is refused for all: no use in asking a thousand times more.
    if (crew.failures.length > 0) break;
  }
  await crew.end();
  if (crew.failures.length > 0) throw new Troubled(troubleOfKeys(of, crew.failures));
  return found;
}

async function abortUploads(hands: Hands, of: Bucket, prefix: string, progress: Progress): Promise<number> {
  let found = 0;
  for await (const page of uploadPages(hands, of, prefix)) {
    found += page.length;
    for (const { key, uploadId } of page) {
      await hands.call(
        's3',
        'AbortMultipartUpload',
        { Bucket: of.name, ExpectedBucketOwner: of.owner, Key: key, UploadId: uploadId },
        of.region,
      );
      progress(1);
    }
  }
  return found;
}

/**
 * Deletes every version, delete marker and unfinished upload under a prefix, until a whole pass finds nothing.
 * Throws Troubled when a key can't be deleted, or when something goes on writing.
 */
export async function empty(
  hands: Hands,
  look: Look,
  of: Bucket,
  prefix: string,
  progress: Progress,
): Promise<void> {
  let done = 0;
  const counting: Progress = (more) => {
    done += more;
    progress(done);
  };
  for (let round = 0; round < passes; round++) {
    const versions = await pass(hands, look, of, prefix, counting);
    const uploads = await abortUploads(hands, of, prefix, counting);
    if (versions + uploads === 0) return;
  }
  throw new Troubled(
    seen(
      's3',
      'ListObjectVersions',
      'StillWritten',
      `${of.name} fills up again: something goes on writing into it`,
    ),
  );
}
