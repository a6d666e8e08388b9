import { digest } from './checksums.ts';
import { etagOf } from './objects/write.ts';
import type { Bucket, Version } from './records.ts';
import type { S3State } from './state.ts';
import { newVersionId } from './version-id.ts';

/** What a bucket is filled with: that many versions, spread evenly over the keys; some of them markers. */
export interface Seeding {
  bucket: Bucket;
  versions: number;
  keys: number;
  markers: number;
  /** With spaces, line breaks, emoji and whatever else a key may have, some of them as long as a key may be. */
  odd: boolean;
}

/** What has been seen to break tools that list keys and delete them. */
const oddEnds = [
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
const control = 'bell\u0007';
const longest = 1024;

function keyOf(n: number, odd: boolean): string {
  const plain = `seeded/${String(n).padStart(6, '0')}`;
  if (!odd) return plain;
  if (n % 100 === 99) return `${plain}${control}`;
  const key = `${plain}${oddEnds[n % oddEnds.length]}`;
  return n % 10 === 9 ? key.padEnd(key.length + longest - Buffer.byteLength(key), 'x') : key;
}

/** So many versions are written in one go; in between, other calls are answered. */
const stretch = 1000;

/**
 * Fills a bucket that has versioning. Every version has the same few bytes, kept once. The markers come last,
 * so that the keys which have one are hidden behind it.
 */
export async function seed(state: S3State, { bucket, versions, keys, markers, odd }: Seeding, now: number) {
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
  const names = Array.from({ length: keys }, (_, n) => keyOf(n, odd));
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
    if (n % stretch === stretch - 1) await new Promise(setImmediate);
  }
}
