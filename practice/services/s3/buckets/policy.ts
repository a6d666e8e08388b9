import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { isPublic, readBucketPolicy } from '../bucket-policy.ts';
import { accessDenied } from '../errors.ts';
import { bucketArn } from '../names.ts';
import type { S3Operations } from '../operations.ts';
import { bucketPermissions } from '../permissions.ts';
import type { Bucket } from '../records.ts';
import type { S3State } from '../state.ts';

function policyOf(bucket: Bucket): string {
  if (bucket.policy === undefined)
    throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, {
      detail: { BucketName: bucket.name },
    });
  return bucket.policy;
}

/** The operations on a bucket's policy. */
export const policyOperations = (state: S3State) =>
  ({
    PutBucketPolicy: {
      permissions: bucketPermissions(state, 'PutBucketPolicy'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const policy = input.Policy ?? '';
        const statements = readBucketPolicy(bucket.name, policy);
        if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublic(statements))
          throw accessDenied(
            `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
          );
        state.buckets.set(bucket.name, { ...bucket, policy });
        return {};
      },
    },

    GetBucketPolicy: {
      permissions: bucketPermissions(state, 'GetBucketPolicy'),
      run: (input, call) => ({
        Policy: policyOf(requireBucket(state, input, call)),
      }),
    },

    GetBucketPolicyStatus: {
      permissions: bucketPermissions(state, 'GetBucketPolicyStatus'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        return { PolicyStatus: { IsPublic: isPublic(readBucketPolicy(bucket.name, policyOf(bucket))) } };
      },
    },

    DeleteBucketPolicy: {
      permissions: bucketPermissions(state, 'DeleteBucketPolicy'),
      run(input, call) {
        const { policy: _, ...bucket } = requireBucket(state, input, call);
        state.buckets.set(bucket.name, bucket);
        return {};
      },
    },
  }) satisfies S3Operations;
