import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import { type Fact, known } from '../account/fact.ts';
import { type Bucket, objectVersionPages, uploadPages } from '../account/s3.ts';
import { throwIfStopped } from '../account/write/errors.ts';
import { type BucketEntry, uploadEntry, versionEntry } from './explained-entries.ts';
import type { Contents, UnexplainedContents } from './resource.ts';
import type { AccountScan } from './types.ts';

/** How many keys of unexplained entries are kept for reports. */
const keysToReport = 10;

/** Counts the entries that the lab did not write. */
class Unexplained {
  private entries = 0;
  private newest = 0;
  private readonly keys = new Set<string>();
  private readonly hash = createHash('sha256');

  add({ key, id, modified }: BucketEntry): void {
    this.entries++;
    this.newest = Math.max(this.newest, modified);
    if (this.keys.size < keysToReport) this.keys.add(key);
    this.hash.update(`${id} ${key}\0`);
  }

  result(): UnexplainedContents | undefined {
    if (this.entries === 0) return undefined;
    return {
      entries: this.entries,
      keys: [...this.keys],
      newest: this.newest,
      fingerprint: this.hash.digest('hex').slice(0, 16),
    };
  }
}

/**
 * Counts everything under a prefix, with at most one page in memory. `isExplained` says of each entry whether the lab
 * wrote it; `onUnexplained` is called for every other.
 */
export async function measure(
  scan: AccountScan,
  bucket: Bucket,
  prefix = '',
  isExplained: (entry: BucketEntry) => boolean = () => true,
  onUnexplained: (entry: BucketEntry) => void = () => {},
): Promise<Fact<Contents>> {
  const contents = { versions: 0, markers: 0, uploads: 0, bytes: 0 };
  const hash = createHash('sha256');
  const unexplained = new Unexplained();
  const { signal } = scan.calls;
  const add = (entry: BucketEntry) => {
    contents[`${entry.type}s`]++;
    hash.update(`${entry.id} ${entry.key}\0`);
    if (isExplained(entry)) return;
    unexplained.add(entry);
    onUnexplained(entry);
  };
  for await (const page of objectVersionPages(scan.uncached, bucket, prefix)) {
    throwIfStopped(signal);
    if (page.state !== 'known') return page;
    for (const version of page.value) {
      contents.bytes += version.size;
      add(versionEntry(version));
    }
  }
  for await (const page of uploadPages(scan.uncached, bucket, prefix)) {
    throwIfStopped(signal);
    if (page.state !== 'known') return page;
    for (const upload of page.value) add(uploadEntry(upload));
  }
  const rest = unexplained.result();
  return known({
    ...contents,
    fingerprint: hash.digest('hex').slice(0, 16),
    ...defined({ unexplained: rest }),
  });
}

export const isEmpty = ({ versions, markers, uploads }: Contents) => versions + markers + uploads === 0;
