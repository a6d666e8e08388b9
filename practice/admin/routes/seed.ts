import { AwsError } from '../../core/errors.ts';
import type { Bucket } from '../../services/s3/records.ts';
import type { Knob } from './knob.ts';
import { bad, needNumber, needText, onlyMembers, readBoolean, readNumber } from './read.ts';

const most = 1_000_000;

/** `POST /_admin/seed {"bucket", "versions", "keys"?, "markers"?, "odd"?}` fills a bucket with versions. */
export const seed: Knob = {
  method: 'POST',
  path: 'seed',
  async run({ world, seed }, body) {
    onlyMembers(body, ['bucket', 'versions', 'keys', 'markers', 'odd']);
    const name = needText(body.bucket, 'bucket', 'the name of a bucket');
    const versions = needNumber(body.versions, 'versions', { min: 1, max: most, whole: true });
    const keys =
      readNumber(body.keys, 'keys', { min: 1, max: versions, whole: true }) ?? Math.min(versions, 100);
    const markers = readNumber(body.markers, 'markers', { min: 0, max: versions, whole: true }) ?? 0;
    const odd = readBoolean(body.odd, 'odd') ?? false;
    const bucket = world.store.collection<Bucket>('s3/buckets').get(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', `There is no bucket ${name}.`, 404);
    if (bucket.versioning !== 'Enabled')
      throw bad(`Bucket ${name} keeps no versions: enable its versioning first.`);
    await seed({ bucket, versions, keys, markers, odd });
    return { bucket: name, versions, keys, markers };
  },
};
