import { AwsError } from '../../../core/errors.ts';
import type { Call, Operation } from '../../../core/world.ts';
import { type OnBucket, requireBucket } from '../access.ts';
import { invalidRequest, malformedXml } from '../failures.ts';
import type { Bucket, Configurations } from '../records.ts';
import type { S3State } from '../state.ts';
import { pack, readLifecycle, unpack } from './lifecycle.ts';

/** A configuration that a bucket keeps and gives back; what it would bring about is not done here. */
interface Kind {
  /** The operations' names: `Put…`, `Get…` and, where there is one, `Delete…`. */
  put: string;
  get: string;
  delete?: string;
  /** The member of the put's input that holds it; its members are those of the get's output. */
  member: string;
  /** What the get answers while it was never set: S3's own error, or its default. */
  unset: { error: readonly [code: string, message: string] } | { output: object };
  read?(asked: object, bucket: Bucket, input: Record<string, unknown>): object;
}

const kinds: Record<keyof Configurations, Kind> = {
  cors: {
    ...{
      put: 'PutBucketCors',
      get: 'GetBucketCors',
      delete: 'DeleteBucketCors',
      member: 'CORSConfiguration',
    },
    unset: { error: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'] },
    read: readCors,
  },
  website: {
    ...{ put: 'PutBucketWebsite', get: 'GetBucketWebsite', delete: 'DeleteBucketWebsite' },
    member: 'WebsiteConfiguration',
    unset: {
      error: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
    },
  },
  lifecycle: {
    ...{ put: 'PutBucketLifecycleConfiguration', get: 'GetBucketLifecycleConfiguration' },
    ...{ delete: 'DeleteBucketLifecycle', member: 'LifecycleConfiguration' },
    unset: { error: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'] },
    read: (asked, _bucket, input) => ({
      ...readLifecycle(asked),
      // A header of the request, and of the answer.
      TransitionDefaultMinimumObjectSize:
        input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K',
    }),
  },
  logging: {
    ...{ put: 'PutBucketLogging', get: 'GetBucketLogging', member: 'BucketLoggingStatus' },
    unset: { output: {} },
  },
  requestPayment: {
    ...{ put: 'PutBucketRequestPayment', get: 'GetBucketRequestPayment' },
    member: 'RequestPaymentConfiguration',
    unset: { output: { Payer: 'BucketOwner' } },
    read: oneOf('Payer', ['Requester', 'BucketOwner']),
  },
  accelerate: {
    ...{ put: 'PutBucketAccelerateConfiguration', get: 'GetBucketAccelerateConfiguration' },
    member: 'AccelerateConfiguration',
    unset: { output: {} },
    read: readAccelerate,
  },
  notification: {
    ...{ put: 'PutBucketNotificationConfiguration', get: 'GetBucketNotificationConfiguration' },
    member: 'NotificationConfiguration',
    unset: { output: {} },
  },
};

/** Configurations that a bucket has or has not. Terraform asks for them all after making a bucket. */
export function configurationOperations(state: S3State): Record<string, Operation> {
  const operations: Record<string, Operation> = {};
  for (const [name, kind] of Object.entries(kinds) as [keyof Configurations, Kind][]) {
    operations[kind.put] = (input: OnBucket & Record<string, unknown>, call: Call) => {
      const bucket = requireBucket(state, input, call);
      const asked = input[kind.member];
      if (typeof asked !== 'object' || asked === null) throw malformedXml();
      const kept = pack(kind.read?.(asked, bucket, input) ?? asked);
      state.buckets.set(bucket.name, {
        ...bucket,
        configurations: { ...bucket.configurations, [name]: kept },
      });
      return {};
    };
    operations[kind.get] = (input: OnBucket, call: Call) => {
      const { configurations = {}, name: bucketName } = requireBucket(state, input, call);
      const kept = configurations[name];
      if (kept !== undefined) return unpack(kept) as object;
      if ('output' in kind.unset) return { ...kind.unset.output };
      const [code, message] = kind.unset.error;
      throw new AwsError(code, message, 404, { detail: { BucketName: bucketName } });
    };
    if (kind.delete === undefined) continue;
    operations[kind.delete] = (input: OnBucket, call: Call) => {
      const bucket = requireBucket(state, input, call);
      const { [name]: _, ...configurations } = bucket.configurations ?? {};
      state.buckets.set(bucket.name, { ...bucket, configurations });
      return {};
    };
  }
  return { ...operations, ...unset(state) };
}

/** What buckets here never have. */
function unset(state: S3State): Record<string, Operation> {
  const answer =
    (code: string, message: string): Operation =>
    (input: OnBucket, call: Call) => {
      const { name } = requireBucket(state, input, call);
      throw new AwsError(code, message, 404, { detail: { BucketName: name } });
    };
  return {
    GetBucketReplication: answer(
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
    ),
    GetObjectLockConfiguration: answer(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  };
}

function oneOf(member: string, values: readonly string[]) {
  return (asked: object): object => {
    if (!values.includes(String((asked as Record<string, unknown>)[member]))) throw malformedXml();
    return asked;
  };
}

function readAccelerate(asked: object, { name }: Bucket): object {
  if (name.includes('.'))
    throw invalidRequest(
      'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    );
  return oneOf('Status', ['Enabled', 'Suspended'])(asked);
}

const corsMethods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

interface CorsRule {
  AllowedMethods?: string[];
  AllowedOrigins?: string[];
  AllowedHeaders?: string[];
}

function readCors(asked: object): object {
  const { CORSRules: rules = [] } = asked as { CORSRules?: CorsRule[] };
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const { AllowedMethods: methods = [], AllowedOrigins: origins = [], AllowedHeaders } of rules) {
    if (methods.length === 0 || origins.length === 0) throw malformedXml();
    const method = methods.find((each) => !corsMethods.includes(each));
    if (method !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    const wild = [...origins, ...(AllowedHeaders ?? [])].find((each) => each.split('*').length > 2);
    if (wild === undefined) continue;
    const what = origins.includes(wild) ? 'AllowedOrigin' : 'AllowedHeader';
    throw invalidRequest(`${what} "${wild}" can not have more than one wildcard.`);
  }
  return asked;
}
