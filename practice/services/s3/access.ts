import type { Call, Permission } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { deniedMessage } from '../iam/denied-message.ts';
import { accessDenied, noSuchBucket } from './errors.ts';
import { invalidBucketName, isBucketName, parseArn } from './names.ts';
import type { Bucket } from './records.ts';
import type { S3State } from './state.ts';

/** The members that nearly every S3 input has. */
export interface BucketInput {
  Bucket?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket that a request names. S3 looks it up before it checks permissions: a missing bucket is a 404 and one in
 * another region a 301 for every caller. Only then a denied call is a 403.
 */
export function requireBucket(state: S3State, input: BucketInput, call: Call): Bucket {
  const name = input.Bucket ?? '';
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  // us-east-1 returns the location of any bucket. Clients find a bucket's region this way.
  const answersAnyRegion = call.operation === 'GetBucketLocation' && call.region === 'us-east-1';
  if (call.region !== '' && call.region !== bucket.region && !answersAnyRegion)
    throw permanentRedirect(bucket, call);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.accountId)
    throw accessDenied();
  return bucket;
}

function permanentRedirect(bucket: Bucket, call: Call): AwsError {
  const endpoint = URL.canParse(call.emulator.endpoint)
    ? new URL(call.emulator.endpoint).host
    : call.emulator.endpoint;
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

/** S3's error for a denied call. Only callers of the bucket's own account get the reason. */
export function deniedError(state: S3State, permission: Permission, call: Call): AwsError {
  const bucket = state.buckets.get(parseArn(permission.resource)?.bucket ?? '');
  const headers: Record<string, string> =
    call.operation === 'HeadBucket' && bucket !== undefined ? { 'x-amz-bucket-region': bucket.region } : {};
  const isSameAccount = bucket === undefined || bucket.accountId === call.caller.accountId;
  if (call.caller.kind === 'anonymous' || !isSameAccount)
    return new AwsError('AccessDenied', 'Access Denied', 403, { headers });
  return new AwsError('AccessDenied', deniedMessage(permission, call, `"${permission.resource}"`), 403, {
    headers,
  });
}
