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

/** The body of `POST /_admin/seed`. */
export interface SeedBody {
  /** The name of a bucket with versioning. */
  bucket: string;
  versions: number;
  /** At most as many as versions; by default 100. */
  keys?: number;
  /** How many of the versions are delete markers; by default none. */
  markers?: number;
  /** Whether keys contain unusual characters; false by default. */
  odd?: boolean;
}

/** The response of `POST /_admin/seed`. */
export interface SeedResponse {
  bucket: string;
  versions: number;
  keys: number;
  markers: number;
}

const maxVersions = 1_000_000;

/** `POST /_admin/seed {"bucket", "versions", "keys"?, "markers"?, "odd"?}` fills a bucket with object versions. */
export const seedRoute: AdminRoute = {
  method: 'POST',
  path: 'seed',
  async run({ emulator, seed }, body): Promise<SeedResponse> {
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
