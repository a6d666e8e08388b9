import type {
  PutBucketAccelerateConfigurationCommandInput,
  PutBucketCorsCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLoggingCommandInput,
  PutBucketNotificationConfigurationCommandInput,
  PutBucketRequestPaymentCommandInput,
  PutBucketWebsiteCommandInput,
} from '@aws-sdk/client-s3';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { type BucketInput, requireBucket } from '../access.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { bucketPermissions } from '../permissions.ts';
import type { Bucket, Configurations } from '../records.ts';
import type { S3State } from '../state.ts';
import { readCors } from './cors.ts';
import { deserializeDates, readLifecycle, serializeDates } from './lifecycle.ts';

/** A configuration that a bucket stores and returns. The practice account does not carry it out. */
interface Configuration<PutInput> {
  storedAs: keyof Configurations;
  /** The configuration in the input of `Put…`. Its members are those of the output of `Get…`. */
  requested: (input: PutInput) => object | undefined;
  /** The result of `Get…` before the configuration is set: S3's own error, or a default. */
  unset: { error: readonly [code: string, message: string] } | { output: object };
  parse?: (requested: object, bucket: Bucket, input: PutInput) => object;
}

const cors: Configuration<PutBucketCorsCommandInput> = {
  storedAs: 'cors',
  requested: (input) => input.CORSConfiguration,
  unset: { error: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'] },
  parse: readCors,
};

const website: Configuration<PutBucketWebsiteCommandInput> = {
  storedAs: 'website',
  requested: (input) => input.WebsiteConfiguration,
  unset: {
    error: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  },
};

const lifecycle: Configuration<PutBucketLifecycleConfigurationCommandInput> = {
  storedAs: 'lifecycle',
  requested: (input) => input.LifecycleConfiguration,
  unset: { error: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'] },
  parse: (requested, _bucket, input) => ({
    ...readLifecycle(requested),
    // This member is a header in the request and in the response.
    TransitionDefaultMinimumObjectSize:
      input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K',
  }),
};

const logging: Configuration<PutBucketLoggingCommandInput> = {
  storedAs: 'logging',
  requested: (input) => input.BucketLoggingStatus,
  unset: { output: {} },
};

const requestPayment: Configuration<PutBucketRequestPaymentCommandInput> = {
  storedAs: 'requestPayment',
  requested: (input) => input.RequestPaymentConfiguration,
  unset: { output: { Payer: 'BucketOwner' } },
  parse: oneOf('Payer', ['Requester', 'BucketOwner']),
};

const acceleration: Configuration<PutBucketAccelerateConfigurationCommandInput> = {
  storedAs: 'accelerate',
  requested: (input) => input.AccelerateConfiguration,
  unset: { output: {} },
  parse: readAcceleration,
};

const notification: Configuration<PutBucketNotificationConfigurationCommandInput> = {
  storedAs: 'notification',
  requested: (input) => input.NotificationConfiguration,
  unset: { output: {} },
};

/** The operations on a bucket's optional configurations. Terraform reads all of them after it created a bucket. */
export const configurationOperations = (state: S3State) =>
  ({
    PutBucketCors: putConfiguration(state, 'PutBucketCORS', cors),
    GetBucketCors: getConfiguration(state, 'GetBucketCORS', cors),
    DeleteBucketCors: deleteConfiguration(state, 'PutBucketCORS', cors),
    PutBucketWebsite: putConfiguration(state, 'PutBucketWebsite', website),
    GetBucketWebsite: getConfiguration(state, 'GetBucketWebsite', website),
    DeleteBucketWebsite: deleteConfiguration(state, 'DeleteBucketWebsite', website),
    PutBucketLifecycleConfiguration: putConfiguration(state, 'PutLifecycleConfiguration', lifecycle),
    GetBucketLifecycleConfiguration: getConfiguration(state, 'GetLifecycleConfiguration', lifecycle),
    DeleteBucketLifecycle: deleteConfiguration(state, 'PutLifecycleConfiguration', lifecycle),
    PutBucketLogging: putConfiguration(state, 'PutBucketLogging', logging),
    GetBucketLogging: getConfiguration(state, 'GetBucketLogging', logging),
    PutBucketRequestPayment: putConfiguration(state, 'PutBucketRequestPayment', requestPayment),
    GetBucketRequestPayment: getConfiguration(state, 'GetBucketRequestPayment', requestPayment),
    PutBucketAccelerateConfiguration: putConfiguration(state, 'PutAccelerateConfiguration', acceleration),
    GetBucketAccelerateConfiguration: getConfiguration(state, 'GetAccelerateConfiguration', acceleration),
    PutBucketNotificationConfiguration: putConfiguration(state, 'PutBucketNotification', notification),
    GetBucketNotificationConfiguration: getConfiguration(state, 'GetBucketNotification', notification),
    GetBucketReplication: alwaysMissing(
      state,
      'GetReplicationConfiguration',
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
    ),
    GetObjectLockConfiguration: alwaysMissing(
      state,
      'GetBucketObjectLockConfiguration',
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ),
  }) satisfies S3Operations;

function putConfiguration<Input extends BucketInput>(
  state: S3State,
  action: string,
  { storedAs, requested, parse }: Configuration<Input>,
) {
  return {
    permissions: bucketPermissions(state, action),
    run(input: Input, call: Call) {
      const bucket = requireBucket(state, input, call);
      const configuration = requested(input);
      if (typeof configuration !== 'object' || configuration === null) throw malformedXml();
      const stored = serializeDates(parse?.(configuration, bucket, input) ?? configuration);
      state.buckets.set(bucket.name, {
        ...bucket,
        configurations: { ...bucket.configurations, [storedAs]: stored },
      });
      return {};
    },
  };
}

function getConfiguration<Input>(state: S3State, action: string, { storedAs, unset }: Configuration<Input>) {
  return {
    permissions: bucketPermissions(state, action),
    run(input: BucketInput, call: Call) {
      const { configurations = {}, name } = requireBucket(state, input, call);
      const stored = configurations[storedAs];
      if (stored !== undefined) return deserializeDates(stored) as object;
      if ('output' in unset) return { ...unset.output };
      const [code, message] = unset.error;
      throw new AwsError(code, message, 404, { detail: { BucketName: name } });
    },
  };
}

function deleteConfiguration<Input>(state: S3State, action: string, { storedAs }: Configuration<Input>) {
  return {
    permissions: bucketPermissions(state, action),
    run(input: BucketInput, call: Call) {
      const bucket = requireBucket(state, input, call);
      const { [storedAs]: _, ...configurations } = bucket.configurations ?? {};
      state.buckets.set(bucket.name, { ...bucket, configurations });
      return {};
    },
  };
}

/** Reads a configuration that buckets of the practice account never have. */
function alwaysMissing(state: S3State, action: string, code: string, message: string) {
  return {
    permissions: bucketPermissions(state, action),
    run(input: BucketInput, call: Call): object {
      const { name } = requireBucket(state, input, call);
      throw new AwsError(code, message, 404, { detail: { BucketName: name } });
    },
  };
}

function oneOf(member: string, values: readonly string[]) {
  return (requested: object): object => {
    if (!values.includes(String((requested as Record<string, unknown>)[member]))) throw malformedXml();
    return requested;
  };
}

function readAcceleration(requested: object, { name }: Bucket): object {
  if (name.includes('.'))
    throw invalidRequest(
      'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    );
  return oneOf('Status', ['Enabled', 'Suspended'])(requested);
}
