import { AwsError } from '../../core/errors.ts';
import type { Call, Permission } from '../../core/world.ts';
import { deniedMessage } from '../iam/denied.ts';
import { accessDenied, noSuchBucket } from './failures.ts';
import { invalidBucketName, isBucketName, parseArn } from './names.ts';
import type { Bucket } from './records.ts';
import type { S3State } from './state.ts';

/** What nearly every S3 input has. */
export interface OnBucket {
  Bucket?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket that a request names. S3 looks for it before it asks what the caller may do: a missing bucket
 * is a 404 and one of another region a 301 for everybody, and only then comes the 403.
 */
export function requireBucket(state: S3State, input: OnBucket, call: Call): Bucket {
  const name = input.Bucket ?? '';
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  // us-east-1 tells the location of any bucket: that is how clients find the region to ask.
  const tellsLocation = call.operation === 'GetBucketLocation' && call.region === 'us-east-1';
  if (call.region !== '' && call.region !== bucket.region && !tellsLocation) throw elsewhere(bucket, call);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.accountId)
    throw accessDenied();
  return bucket;
}

function elsewhere(bucket: Bucket, call: Call): AwsError {
  const endpoint = URL.canParse(call.world.endpoint)
    ? new URL(call.world.endpoint).host
    : call.world.endpoint;
  return new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    301,
    {
      detail: { Endpoint: endpoint, Bucket: bucket.name },
      headers: { 'x-amz-bucket-region': bucket.region },
    },
  );
}

/** S3's answer to a denied call. Only callers of the bucket's own account are told the reason. */
export function denied(state: S3State, permission: Permission, call: Call): AwsError {
  const bucket = state.buckets.get(parseArn(permission.resource)?.bucket ?? '');
  const headers: Record<string, string> =
    call.operation === 'HeadBucket' && bucket !== undefined ? { 'x-amz-bucket-region': bucket.region } : {};
  const isOurs = bucket === undefined || bucket.accountId === call.caller.accountId;
  if (call.caller.kind === 'anonymous' || !isOurs)
    return new AwsError('AccessDenied', 'Access Denied', 403, { headers });
  return new AwsError('AccessDenied', deniedMessage(permission, call, `"${permission.resource}"`), 403, {
    headers,
  });
}
