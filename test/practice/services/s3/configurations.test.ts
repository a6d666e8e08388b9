import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketWebsiteCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  type LifecycleRule,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketRequestPaymentCommand,
  PutBucketWebsiteCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, openAccount } from './account.ts';

let account: Account;
let s3: S3Client;
const Bucket = 'configured';
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => account.close());

const lifecycle = (...Rules: LifecycleRule[]) =>
  s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));

describe('a lifecycle configuration', () => {
  it('is returned as it was put, and can be deleted', async () => {
    const midnight = new Date('2030-01-01T00:00:00Z');
    await lifecycle(
      { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'a & b/' }, Expiration: { Days: 30 } },
      {
        ID: 'day',
        Status: 'Disabled',
        Filter: { Tag: { Key: 'k', Value: 'v' } },
        Expiration: { Date: midnight },
      },
      {
        Status: 'Enabled',
        Filter: {},
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    );
    const answer = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(answer.TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    expect(answer.Rules).toMatchObject([
      { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'a & b/' }, Expiration: { Days: 30 } },
      {
        ID: 'day',
        Status: 'Disabled',
        Filter: { Tag: { Key: 'k', Value: 'v' } },
        Expiration: { Date: midnight },
      },
      { NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
    ]);
    expect(answer.Rules?.[2]?.ID).toMatch(/.{20}/);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
      $metadata: { httpStatusCode: 404 },
    });
  });

  const whole: LifecycleRule = { ID: 'x', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } };
  it.each([
    ['no rule', [], 'MalformedXML'],
    ['no action', [{ ...whole, Expiration: undefined }], 'InvalidArgument'],
    ['no days', [{ ...whole, Expiration: { Days: 0 } }], 'InvalidArgument'],
    ['a time of day', [{ ...whole, Expiration: { Date: new Date(1) } }], 'InvalidArgument'],
    ['two times', [{ ...whole, Expiration: { Days: 1, Date: new Date(0) } }], 'MalformedXML'],
    ['the same id twice', [whole, whole], 'InvalidArgument'],
    ['a long id', [{ ...whole, ID: 'x'.repeat(256) }], 'InvalidArgument'],
    ['no state', [{ ...whole, Status: undefined }], 'MalformedXML'],
  ])('is rejected with %s', async (_, rules, name) => {
    await expect(lifecycle(...(rules as LifecycleRule[]))).rejects.toMatchObject({ name });
  });
});

describe('a CORS configuration', () => {
  const cors = (...CORSRules: object[]) =>
    s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: CORSRules as never } }));

  it('is returned as it was put, and can be deleted', async () => {
    const rule = {
      AllowedMethods: ['GET', 'PUT'],
      AllowedOrigins: ['https://*.example.com'],
      MaxAgeSeconds: 5,
    };
    await cors(rule);
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules).toEqual([rule]);
    await s3.send(new DeleteBucketCorsCommand({ Bucket }));
    await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchCORSConfiguration',
    });
  });

  it('is rejected with an unknown method, or with too many wildcards', async () => {
    await expect(cors({ AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] })).rejects.toThrow(
      'Unsupported method is PATCH',
    );
    await expect(cors({ AllowedMethods: ['GET'], AllowedOrigins: ['*.*'] })).rejects.toThrow(
      'AllowedOrigin "*.*" can not have more than one wildcard.',
    );
    await expect(cors()).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});

describe('other configurations', () => {
  it('are returned as they were put', async () => {
    const website = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: '404.html' } };
    await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: website }));
    expect(await s3.send(new GetBucketWebsiteCommand({ Bucket }))).toMatchObject(website);
    await s3.send(new DeleteBucketWebsiteCommand({ Bucket }));
    await expect(s3.send(new GetBucketWebsiteCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchWebsiteConfiguration',
    });

    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
    await s3.send(
      new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }),
    );
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('Requester');

    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    await s3.send(
      new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status: 'Enabled' } }),
    );
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBe('Enabled');

    const logging = { TargetBucket: Bucket, TargetPrefix: 'log/' };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled: logging } }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(logging);
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();

    const topic = {
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:t',
      Events: ['s3:ObjectCreated:*' as const],
    };
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { TopicConfigurations: [topic] },
      }),
    );
    const { TopicConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(TopicConfigurations).toEqual([topic]);
  });
});
