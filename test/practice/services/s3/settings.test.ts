import {
  CreateBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount } from './account.ts';

const Bucket = 'settings-of-one';
let account: Account;
let s3: S3Client;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => account.close());

const grant = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', ...statement }] });
const readAll = { Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` };

describe('settings of a bucket', () => {
  it('store versioning', async () => {
    const set = (Status: 'Enabled' | 'Suspended') =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    await set('Enabled');
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    await set('Suspended');
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended');
    const nothing = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} });
    expect((await failure(s3.send(nothing))).code).toBe('IllegalVersioningConfigurationException');
  });

  it('store the public access block', async () => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const read = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(read.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await failure(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toMatchObject({
      code: 'NoSuchPublicAccessBlockConfiguration',
      status: 404,
    });
  });

  it("store encryption, and return to S3's keys", async () => {
    const put = (algorithm: 'AES256' | 'aws:kms', KMSMasterKeyID?: string) =>
      s3.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID },
                BucketKeyEnabled: true,
              },
            ],
          },
        }),
      );
    const read = async () =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    await put('aws:kms', 'alias/lab');
    expect(await read()).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/lab' },
        BucketKeyEnabled: true,
      },
    ]);
    const written = await s3.send(new PutObjectCommand({ Bucket, Key: 'secret', Body: 'x' }));
    expect(written).toMatchObject({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
    expect(written.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:000000000000:alias\/lab$/);
    expect((await failure(put('AES256', 'alias/lab'))).code).toBe('InvalidArgument');
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect((await read())?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
  });

  it('store tags by the rules', async () => {
    const put = (TagSet: { Key: string; Value: string }[]) =>
      s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await put([
      { Key: 'lab', Value: 'codepipeline-lab' },
      { Key: 'naïve key', Value: '' },
    ]);
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).toEqual([
      { Key: 'lab', Value: 'codepipeline-lab' },
      { Key: 'naïve key', Value: '' },
    ]);
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    expect((await failure(put(twice))).code).toBe('InvalidTag');
    expect((await failure(put([{ Key: 'aws:a', Value: '' }]))).code).toBe('InvalidTag');
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    expect((await failure(s3.send(new GetBucketTaggingCommand({ Bucket })))).code).toBe('NoSuchTagSet');
  });

  it('store ownership, which ACLs depend on', async () => {
    const publicAcl = new PutBucketAclCommand({ Bucket, ACL: 'public-read' });
    expect(await failure(s3.send(publicAcl))).toMatchObject({
      code: 'AccessControlListNotSupported',
      status: 400,
    });
    await s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    );
    const read = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(read.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'ObjectWriter' }]);
    await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    expect(await failure(s3.send(new GetBucketOwnershipControlsCommand({ Bucket })))).toMatchObject({
      code: 'OwnershipControlsNotFoundError',
      status: 404,
    });
  });

  it.each([
    [GetBucketCorsCommand, 'NoSuchCORSConfiguration'],
    [GetBucketWebsiteCommand, 'NoSuchWebsiteConfiguration'],
    [GetBucketReplicationCommand, 'ReplicationConfigurationNotFoundError'],
    [GetBucketLifecycleConfigurationCommand, 'NoSuchLifecycleConfiguration'],
    [GetObjectLockConfigurationCommand, 'ObjectLockConfigurationNotFoundError'],
  ])('that were never made return an error: %o', async (Command, code) => {
    const asked = s3.send(new Command({ Bucket }) as GetBucketCorsCommand);
    expect(await failure(asked)).toMatchObject({ code, status: 404 });
  });

  it('may have a default', async () => {
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    const notifications = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(notifications.TopicConfigurations).toBeUndefined();
  });
});

describe('a bucket policy', () => {
  const put = (Policy: string, bucket = Bucket) =>
    s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  const isPublic = async () =>
    (await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic;

  it('is stored as it was written', async () => {
    expect((await failure(s3.send(new GetBucketPolicyCommand({ Bucket })))).code).toBe('NoSuchBucketPolicy');
    const text = ` ${grant({ ...readAll, Principal: { AWS: 'arn:aws:iam::111111111111:root' } })}`;
    await put(text);
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(text);
    expect(await isPublic()).toBe(false);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect((await failure(s3.send(new GetBucketPolicyStatusCommand({ Bucket })))).code).toBe(
      'NoSuchBucketPolicy',
    );
  });

  it.each([
    ['not json', "Policies must be valid JSON and the first byte must be '{'"],
    [grant({ ...readAll, Principal: undefined }), 'Missing required field Principal'],
    [grant({ ...readAll, Principal: { AWS: 'nobody' } }), 'Invalid principal in policy'],
    [grant({ ...readAll, Action: 'ec2:RunInstances' }), 'Policy has invalid action'],
    [grant({ ...readAll, Resource: 'arn:aws:s3:::another/*' }), 'Policy has invalid resource'],
  ])('is rejected: %s', async (text, message) => {
    expect(await failure(put(text))).toMatchObject({ code: 'MalformedPolicy', message, status: 400 });
  });

  it('makes a bucket public only if that is not blocked', async () => {
    const bucket = 'settings-guarded';
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const open = grant({ ...readAll, Resource: `arn:aws:s3:::${bucket}/*` });
    const refused = await failure(put(open, bucket));
    expect(refused).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(refused.message).toContain('BlockPublicPolicy');
    const url = `${account.endpoint}/${bucket}/page.html`;
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: 'page.html', Body: 'hello', ContentType: 'text/html' }),
    );
    expect((await fetch(url)).status).toBe(403);

    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await put(open, bucket);
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html',
      'hello',
    ]);
    // A caller who may not list learns nothing about missing keys.
    expect((await fetch(`${account.endpoint}/${bucket}/missing`)).status).toBe(403);

    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: bucket,
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    expect((await fetch(url)).status).toBe(403);
    expect((await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'page.html' }))).ContentLength).toBe(5);
  });

  it.each([
    [{}, true],
    [{ Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } }, true],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, true],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, false],
    [{ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, false],
    [{ Principal: { AWS: '*' } }, true],
    [{ Principal: { Service: 'cloudfront.amazonaws.com' } }, false],
    [{ Effect: 'Deny' }, false],
  ])('with %j is public: %s', async (more, expected) => {
    await put(grant({ ...readAll, ...more }));
    expect(await isPublic()).toBe(expected);
  });
});

describe('a public ACL', () => {
  it('applies only if ACLs are enabled and public ones are not blocked', async () => {
    const bucket = 'settings-of-acls';
    await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectOwnership: 'ObjectWriter' }));
    const put = (ACL: 'public-read' | 'private') =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'page', Body: 'x', ACL }));
    const status = async (path: string) => (await fetch(`${account.endpoint}/${bucket}${path}`)).status;
    expect(await failure(put('public-read'))).toMatchObject({ code: 'AccessDenied', status: 403 });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await put('public-read');
    expect([await status('/page'), await status('/')]).toEqual([200, 403]);
    await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read' }));
    expect(await status('/')).toBe(200);
    await put('private');
    expect(await status('/page')).toBe(403);
    await put('public-read');
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: bucket,
        PublicAccessBlockConfiguration: { IgnorePublicAcls: true },
      }),
    );
    expect([await status('/page'), await status('/')]).toEqual([403, 403]);
  });
});
