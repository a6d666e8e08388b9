import type { ListBucketsCommandInput } from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { invalidArgument } from '../errors.ts';
import { compareKeys } from '../key-order.ts';
import { bucketArn, ownerOf } from '../names.ts';
import type { S3Operations } from '../operations.ts';
import { bucketPermissions } from '../permissions.ts';
import type { S3State } from '../state.ts';
import { createBucket, createPermissions, rejectForeignName } from './create.ts';

/** The operations that create, find, list and delete buckets. */
export const bucketOperations = (state: S3State) =>
  ({
    CreateBucket: {
      permissions: (input, call) => {
        rejectForeignName(state, input, call);
        return createPermissions(input);
      },
      run: (input, call) => createBucket(state, input, call),
    },

    HeadBucket: {
      permissions: bucketPermissions(state, 'ListBucket'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        return { BucketArn: bucketArn(bucket.name), BucketRegion: bucket.region, AccessPointAlias: false };
      },
    },

    GetBucketLocation: {
      permissions: bucketPermissions(state, 'GetBucketLocation'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        return defined({ LocationConstraint: bucket.locationConstraint });
      },
    },

    ListBuckets: {
      permissions: () => [{ action: 's3:ListAllMyBuckets', resource: 'arn:aws:s3:::*' }],
      run: (input, call) => listBuckets(state, input, call),
    },

    DeleteBucket: {
      permissions: bucketPermissions(state, 'DeleteBucket'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        if (!state.keys(bucket.name).isEmpty)
          throw new AwsError(
            'BucketNotEmpty',
            bucket.versioning === undefined
              ? 'The bucket you tried to delete is not empty'
              : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
            409,
            { detail: { BucketName: bucket.name } },
          );
        // Unfinished multipart uploads are deleted with their bucket.
        for (const upload of [...state.uploads.values()]) {
          if (upload.bucket === bucket.name) state.dropUpload(upload);
        }
        state.buckets.delete(bucket.name);
        return {};
      },
    },
  }) satisfies S3Operations;

function listBuckets(state: S3State, input: ListBucketsCommandInput, call: Call) {
  const { MaxBuckets: max, Prefix: prefix, ContinuationToken: token, BucketRegion: region } = input;
  if (max !== undefined && (max < 1 || max > 10_000))
    throw invalidArgument(
      'Argument maxBuckets must be an integer between 1 and 10000',
      'max-buckets',
      String(max),
    );
  const after = token === undefined ? undefined : Buffer.from(token, 'base64').toString('utf8');
  const ownBuckets = [...state.buckets.values()]
    .filter((bucket) => bucket.accountId === call.caller.accountId)
    .filter((bucket) => prefix === undefined || bucket.name.startsWith(prefix))
    .filter((bucket) => region === undefined || bucket.region === region)
    .sort((a, b) => compareKeys(a.name, b.name))
    .filter((bucket) => after === undefined || compareKeys(bucket.name, after) > 0);
  const page = ownBuckets.slice(0, max ?? 10_000);
  const last = page.at(-1);
  // S3 includes a bucket's region only if the request has a parameter.
  const includesRegion = [max, prefix, token, region].some((value) => value !== undefined);
  return {
    Owner: ownerOf(call.caller.accountId),
    Buckets: page.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.created),
      BucketArn: bucketArn(bucket.name),
      ...(includesRegion ? { BucketRegion: bucket.region } : {}),
    })),
    ...defined({ Prefix: prefix }),
    ...(last !== undefined && page.length < ownBuckets.length
      ? { ContinuationToken: Buffer.from(last.name).toString('base64') }
      : {}),
  };
}
