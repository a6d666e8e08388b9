import { AwsError } from '../../errors.ts';
import type { Call, Operation } from '../../world.ts';
import { type OnBucket, requireBucket } from '../access.ts';
import type { S3State } from '../state.ts';

/** What S3 answers of a bucket on which this was never set: an error of its own, or the default. */
const answers: Record<string, { error: [code: string, message: string] } | { output: object }> = {
  GetBucketCors: { error: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'] },
  GetBucketWebsite: {
    error: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  },
  GetBucketReplication: {
    error: ['ReplicationConfigurationNotFoundError', 'The replication configuration was not found'],
  },
  GetBucketLifecycleConfiguration: {
    error: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  },
  GetObjectLockConfiguration: {
    error: [
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ],
  },
  GetBucketLogging: { output: {} },
  GetBucketRequestPayment: { output: { Payer: 'BucketOwner' } },
  GetBucketAccelerateConfiguration: { output: {} },
  GetBucketNotificationConfiguration: { output: {} },
};

/** Reads of what this account's buckets never have. Terraform asks for them all after making a bucket. */
export function notConfiguredOperations(state: S3State): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (input: OnBucket, call: Call) => {
        const bucket = requireBucket(state, input, call);
        if ('output' in answer) return { ...answer.output };
        const [code, message] = answer.error;
        throw new AwsError(code, message, 404, { detail: { BucketName: bucket.name } });
      },
    ]),
  );
}
