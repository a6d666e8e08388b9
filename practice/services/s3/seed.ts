import { digest } from './checksums.ts';
import { etagOf } from './objects/write.ts';
import type { Bucket, Version } from './records.ts';
import type { S3State } from './state.ts';
import { newVersionId } from './version-id.ts';

/** What a bucket is filled with: `versions` spread evenly over `keys`, of which `markers` are delete markers. */
export interface SeedOptions {
  bucket: Bucket;
  versions: number;
  keys: number;
  markers: number;
  /** Whether keys contain spaces, line breaks, emoji and other unusual characters, and some have the maximum length. */
  odd: boolean;
}

/** Characters that have been seen to break tools that list and delete keys. */
const oddSuffixes = [
  ' with spaces ',
  '+plus',
  '%20percent%',
  '<b>&amp;"quoted\'',
  'line\nbreak',
  'carriage\rreturn',
  'tab\tbed',
  '/../..//',
  'ümläut/日本語/🎉',
];
/** Every hundredth key has this character, which XML 1.0 does not allow. */
const controlSuffix = 'bell\u0007';
const maxKeyBytes = 1024;

function seededKey(n: number, odd: boolean): string {
  const plainKey = `seeded/${String(n).padStart(6, '0')}`;
  if (!odd) return plainKey;
  if (n % 100 === 99) return `${plainKey}${controlSuffix}`;
  const key = `${plainKey}${oddSuffixes[n % oddSuffixes.length]}`;
  return n % 10 === 9 ? key.padEnd(key.length + maxKeyBytes - Buffer.byteLength(key), 'x') : key;
}

/** The number of versions that are written at once. Other calls are answered between batches. */
const batchSize = 1000;

/**
 * Fills a bucket that has versioning. All versions share one blob of a few bytes. The delete markers come last, so that
 * they hide their keys.
 */
export async function seed(
  state: S3State,
  { bucket, versions, keys, markers, odd }: SeedOptions,
  now: number,
) {
  const body = Buffer.from('seeded\n');
  const checksum = { algorithm: 'CRC64NVME', value: await digest('CRC64NVME', body), type: 'FULL_OBJECT' };
  const content = {
    ...(markers < versions ? state.putBlob(body) : {}),
    size: body.length,
    etag: etagOf(body, bucket.encryption),
    checksum: checksum as { algorithm: 'CRC64NVME'; value: string; type: 'FULL_OBJECT' },
    headers: { ContentType: 'binary/octet-stream' },
    metadata: {},
    tags: [],
    storageClass: 'STANDARD',
    encryption: bucket.encryption,
    acl: 'private',
  };
  const names = Array.from({ length: keys }, (_, n) => seededKey(n, odd));
  const shared = { bucket: bucket.name, modified: now, ownerAccountId: bucket.accountId };
  const [object, marker] = [{ ...content, ...shared }, shared];
  for (let n = 0; n < versions; n++) {
    const sequence = state.nextSequence();
    const key = names[n % keys] ?? '';
    const versionId = newVersionId(sequence);
    // With one spread followed by plain members, all objects have one hidden class and use a third of the memory.
    const version: Version =
      n < versions - markers
        ? { ...object, marker: false, key, sequence, versionId }
        : { ...marker, marker: true, key, sequence, versionId };
    state.add(version);
    if (n % batchSize === batchSize - 1) await new Promise(setImmediate);
  }
}
