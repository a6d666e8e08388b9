import type { BucketCors, Call, CorsRule, Operation } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { type BucketInput, requireBucket } from '../access.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { Bucket, Configurations } from '../records.ts';
import type { S3State } from '../state.ts';
import { deserializeDates, readLifecycle, serializeDates } from './lifecycle.ts';

/** A configuration that a bucket stores and returns. The practice account does not carry it out. */
interface ConfigurationType {
  /** The operations' names: `Put…`, `Get…` and, if it exists, `Delete…`. */
  put: string;
  get: string;
  delete?: string;
  /** The member of the put operation's input that contains it. Its members are those of the get operation's output. */
  member: string;
  /** The get operation's result before the configuration is set: S3's own error, or a default. */
  unset: { error: readonly [code: string, message: string] } | { output: object };
  parse?(requested: object, bucket: Bucket, input: Record<string, unknown>): object;
}

const configurationTypes: Record<keyof Configurations, ConfigurationType> = {
  cors: {
    ...{
      put: 'PutBucketCors',
      get: 'GetBucketCors',
      delete: 'DeleteBucketCors',
      member: 'CORSConfiguration',
    },
    unset: { error: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'] },
    parse: readCors,
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
    parse: (requested, _bucket, input) => ({
      ...readLifecycle(requested),
      // This member is a header in the request and in the response.
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
    parse: oneOf('Payer', ['Requester', 'BucketOwner']),
  },
  accelerate: {
    ...{ put: 'PutBucketAccelerateConfiguration', get: 'GetBucketAccelerateConfiguration' },
    member: 'AccelerateConfiguration',
    unset: { output: {} },
    parse: readAccelerate,
  },
  notification: {
    ...{ put: 'PutBucketNotificationConfiguration', get: 'GetBucketNotificationConfiguration' },
    member: 'NotificationConfiguration',
    unset: { output: {} },
  },
};

/** The operations on a bucket's optional configurations. Terraform reads all of them after it created a bucket. */
export function configurationOperations(state: S3State): Record<string, Operation> {
  const operations: Record<string, Operation> = {};
  for (const [name, configurationType] of Object.entries(configurationTypes) as [
    keyof Configurations,
    ConfigurationType,
  ][]) {
    operations[configurationType.put] = (input: BucketInput & Record<string, unknown>, call: Call) => {
      const bucket = requireBucket(state, input, call);
      const requested = input[configurationType.member];
      if (typeof requested !== 'object' || requested === null) throw malformedXml();
      const stored = serializeDates(configurationType.parse?.(requested, bucket, input) ?? requested);
      state.buckets.set(bucket.name, {
        ...bucket,
        configurations: { ...bucket.configurations, [name]: stored },
      });
      return {};
    };
    operations[configurationType.get] = (input: BucketInput, call: Call) => {
      const { configurations = {}, name: bucketName } = requireBucket(state, input, call);
      const stored = configurations[name];
      if (stored !== undefined) return deserializeDates(stored) as object;
      if ('output' in configurationType.unset) return { ...configurationType.unset.output };
      const [code, message] = configurationType.unset.error;
      throw new AwsError(code, message, 404, { detail: { BucketName: bucketName } });
    };
    if (configurationType.delete === undefined) continue;
    operations[configurationType.delete] = (input: BucketInput, call: Call) => {
      const bucket = requireBucket(state, input, call);
      const { [name]: _, ...configurations } = bucket.configurations ?? {};
      state.buckets.set(bucket.name, { ...bucket, configurations });
      return {};
    };
  }
  return { ...operations, ...unsupportedConfigurations(state) };
}

/** Reads of configurations that buckets of the practice account never have. */
function unsupportedConfigurations(state: S3State): Record<string, Operation> {
  const alwaysMissing =
    (code: string, message: string): Operation =>
    (input: BucketInput, call: Call) => {
      const { name } = requireBucket(state, input, call);
      throw new AwsError(code, message, 404, { detail: { BucketName: name } });
    };
  return {
    GetBucketReplication: alwaysMissing(
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
    ),
    GetObjectLockConfiguration: alwaysMissing(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  };
}

function oneOf(member: string, values: readonly string[]) {
  return (requested: object): object => {
    if (!values.includes(String((requested as Record<string, unknown>)[member]))) throw malformedXml();
    return requested;
  };
}

function readAccelerate(requested: object, { name }: Bucket): object {
  if (name.includes('.'))
    throw invalidRequest(
      'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    );
  return oneOf('Status', ['Enabled', 'Suspended'])(requested);
}

const corsMethods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

function readCors(requested: object): object {
  const { CORSRules: rules = [] } = requested as { CORSRules?: CorsRule[] };
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const { AllowedMethods: methods = [], AllowedOrigins: origins = [], AllowedHeaders } of rules) {
    if (methods.length === 0 || origins.length === 0) throw malformedXml();
    const method = methods.find((each) => !corsMethods.includes(each));
    if (method !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    const repeatedWildcard = [...origins, ...(AllowedHeaders ?? [])].find(
      (each) => each.split('*').length > 2,
    );
    if (repeatedWildcard === undefined) continue;
    const element = origins.includes(repeatedWildcard) ? 'AllowedOrigin' : 'AllowedHeader';
    throw invalidRequest(`${element} "${repeatedWildcard}" can not have more than one wildcard.`);
  }
  return requested;
}

/** The CORS configuration of a bucket; undefined when the bucket does not exist. */
export function corsOf(state: S3State, name: string): BucketCors | undefined {
  const bucket = state.buckets.get(name);
  if (bucket === undefined) return undefined;
  const stored = bucket.configurations?.cors as { CORSRules: CorsRule[] } | undefined;
  return stored === undefined ? {} : { rules: stored.CORSRules };
}
