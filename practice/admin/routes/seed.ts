import { AwsError } from '../../core/errors.ts';
import type { Bucket } from '../../services/s3/records.ts';
import type { AdminRoute } from './admin-route.ts';
import {
  badRequest,
  readBoolean,
  readNumber,
  rejectUnknownMembers,
  requireNumber,
  requireText,
} from './validate-body.ts';

const maxVersions = 1_000_000;

/** `POST /_admin/seed {"bucket", "versions", "keys"?, "markers"?, "odd"?}` fills a bucket with object versions. */
export const seedRoute: AdminRoute = {
  method: 'POST',
  path: 'seed',
  async run({ emulator, seed }, body) {
    rejectUnknownMembers(body, ['bucket', 'versions', 'keys', 'markers', 'odd']);
    const name = requireText(body.bucket, 'bucket', 'the name of a bucket');
    const versions = requireNumber(body.versions, 'versions', { min: 1, max: maxVersions, integer: true });
    const keys =
      readNumber(body.keys, 'keys', { min: 1, max: versions, integer: true }) ?? Math.min(versions, 100);
    const markers = readNumber(body.markers, 'markers', { min: 0, max: versions, integer: true }) ?? 0;
    const odd = readBoolean(body.odd, 'odd') ?? false;
    const bucket = emulator.store.collection<Bucket>('s3/buckets').get(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', `There is no bucket ${name}.`, 404);
    if (bucket.versioning !== 'Enabled')
      throw badRequest(`Bucket ${name} keeps no versions: enable its versioning first.`);
    await seed({ bucket, versions, keys, markers, odd });
    return { bucket: name, versions, keys, markers };
  },
};
