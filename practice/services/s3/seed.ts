import { digest } from './checksums.ts';
import { etagOf } from './objects/write.ts';
import type { Bucket, Version } from './records.ts';
import type { S3State } from './state.ts';
import { newVersionId } from './version-id.ts';

/** What a bucket is filled with: that many versions, spread evenly over the keys; some of them markers. */
export interface SeedOptions {
  bucket: Bucket;
  versions: number;
  keys: number;
  markers: number;
  /** With spaces, line breaks, emoji and whatever else a key may have, some of them as long as a key may be. */
  odd: boolean;
}

/** What has been seen to break tools that list keys and delete them. */
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
/** What XML 1.0 cannot write, in every hundredth key. */
const controlSuffix = 'bell\u0007';
const maxKeyBytes = 1024;

function seededKey(n: number, odd: boolean): string {
  const plainKey = `seeded/${String(n).padStart(6, '0')}`;
  if (!odd) return plainKey;
  if (n % 100 === 99) return `${plainKey}${controlSuffix}`;
  const key = `${plainKey}${oddSuffixes[n % oddSuffixes.length]}`;
  return n % 10 === 9 ? key.padEnd(key.length + maxKeyBytes - Buffer.byteLength(key), 'x') : key;
}

/** So many versions are written in one go; in between, other calls are answered. */
const batchSize = 1000;

/**
 * Fills a bucket that has versioning. Every version has the same few bytes, kept once. The markers come last,
 * so that the keys which have one are hidden behind it.
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
    // One spread and then plain members: a hundred thousand objects of one shape are a third of the size.
    const version: Version =
      n < versions - markers
        ? { ...object, marker: false, key, sequence, versionId }
        : { ...marker, marker: true, key, sequence, versionId };
    state.add(version);
    if (n % batchSize === batchSize - 1) await new Promise(setImmediate);
  }
}
