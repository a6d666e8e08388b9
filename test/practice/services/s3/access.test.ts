import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount, ours, textOf, theirs } from './account.ts';

const Bucket = 'who-may-what';
const arn = `arn:aws:s3:::${Bucket}`;
let account: Account;
let s3: S3Client;
let version: string | undefined;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  version = (await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Tagging: 'seat=a1' })))
    .VersionId;
});
afterAll(() => account.close());

const allow = (Action: string | string[], Resource: string, more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

describe('a caller without permission', () => {
  it('gets an error that names the missing action', async () => {
    const nobody = await account.limited('nobody', [allow('sts:GetCallerIdentity', '*')]);
    const read = await failure(nobody.send(new GetObjectCommand({ Bucket, Key: 'a' })));
    expect(read).toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::${ours}:user/nobody is not authorized to perform: s3:GetObject on resource: "${arn}/a" because no identity-based policy allows the s3:GetObject action`,
    });
    const head = await failure(nobody.send(new HeadBucketCommand({ Bucket })));
    expect([head.status, head.headers['x-amz-bucket-region']]).toEqual([403, 'us-east-1']);
    const missing = nobody.send(new ListObjectsV2Command({ Bucket: 'not-there-at-all' }));
    expect((await failure(missing)).code).toBe('NoSuchBucket');
  });

  it.each([
    [ListObjectVersionsCommand, {}, 's3:ListBucketVersions'],
    [GetBucketEncryptionCommand, {}, 's3:GetEncryptionConfiguration'],
    [GetPublicAccessBlockCommand, {}, 's3:GetBucketPublicAccessBlock'],
    [DeleteBucketCommand, {}, 's3:DeleteBucket'],
    [GetObjectCommand, { VersionId: 'null' }, 's3:GetObjectVersion'],
    [DeleteObjectCommand, { VersionId: 'null' }, 's3:DeleteObjectVersion'],
    [GetObjectTaggingCommand, {}, 's3:GetObjectTagging'],
  ])('%o with %j needs %s', async (Command, more, action) => {
    const everythingElse = await account.limited('all-but-one', [
      allow('s3:*', '*'),
      { Effect: 'Deny', Action: action, Resource: '*' },
    ]);
    const asked = everythingElse.send(
      new (Command as typeof GetObjectCommand)({ Bucket, Key: 'a', ...more }),
    );
    const refused = await failure(asked);
    expect(refused).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(refused.message).toContain(`perform: ${action} `);
    expect(refused.message).toContain('with an explicit deny in an identity-based policy');
  });

  it('learns that an object is missing only with permission to list', async () => {
    const reader = await account.limited('reader', [allow('s3:GetObject', `${arn}/*`)]);
    const lister = await account.limited('lister', [
      allow('s3:GetObject', `${arn}/*`),
      allow('s3:ListBucket', arn),
    ]);
    const get = (client: S3Client) => failure(client.send(new GetObjectCommand({ Bucket, Key: 'missing' })));
    expect(await get(reader)).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(await get(lister)).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect((await failure(reader.send(new HeadObjectCommand({ Bucket, Key: 'missing' })))).status).toBe(403);
    expect(await textOf((await reader.send(new GetObjectCommand({ Bucket, Key: 'a' }))).Body)).toBe('x');
    const old = reader.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: version }));
    expect((await failure(old)).message).toContain('s3:GetObjectVersion');
  });

  it('is limited to prefixes and tags', async () => {
    const seat = await account.limited('seat', [
      allow('s3:ListBucket', arn, { Condition: { StringLike: { 's3:prefix': 'a1/*' } } }),
      allow('s3:GetObject', `${arn}/*`, {
        Condition: { StringEquals: { 's3:ExistingObjectTag/seat': 'a1' } },
      }),
      allow('s3:PutObject', `${arn}/*`),
    ]);
    await seat.send(new ListObjectsV2Command({ Bucket, Prefix: 'a1/' }));
    expect((await failure(seat.send(new ListObjectsV2Command({ Bucket })))).code).toBe('AccessDenied');
    await seat.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'untagged', Body: 'x' }));
    expect((await failure(seat.send(new GetObjectCommand({ Bucket, Key: 'untagged' })))).status).toBe(403);
    await seat.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' }));
    const tagged = seat.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x', Tagging: 'k=v' }));
    expect((await failure(tagged)).message).toContain('s3:PutObjectTagging');
    const copied = seat.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/untagged` }));
    expect((await failure(copied)).message).toContain('s3:GetObject ');
  });

  it('gets an error for each key of a batch', async () => {
    const cleanupClient = await account.limited('sweeper', [
      allow('s3:DeleteObject', `${arn}/mine/*`),
      allow('s3:DeleteObjectVersion', `${arn}/mine/*`),
    ]);
    const Objects = [{ Key: 'mine/1' }, { Key: 'yours/1' }, { Key: 'yours/2', VersionId: 'null' }];
    const { Deleted, Errors } = await cleanupClient.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['mine/1']);
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([
      ['yours/1', 'AccessDenied'],
      ['yours/2', 'AccessDenied'],
    ]);
  });
});

describe('a bucket policy', () => {
  it('allows another account, and denies its own users', async () => {
    const other = account.client({ account: theirs });
    const get = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await failure(get(other))).toMatchObject({
      code: 'AccessDenied',
      message: 'Access Denied',
      status: 403,
    });
    const statement = (Effect: string, Principal: object, Action: string) => ({
      Effect,
      Principal,
      Action,
      Resource: `${arn}/*`,
    });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        statement('Allow', { AWS: theirs }, 's3:GetObject'),
        statement('Deny', { AWS: `arn:aws:iam::${ours}:user/learner` }, 's3:GetObjectTagging'),
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await textOf((await get(other)).Body)).toBe('x');
    const refused = await failure(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' })));
    expect(refused.message).toContain('with an explicit deny in a resource-based policy');
  });
});

describe('a document that is no bucket policy', () => {
  const whole = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${arn}/*` };
  const { Resource: _, ...open } = whole;
  it.each([
    ['a resource that is no text', { ...whole, Resource: false }],
    ['all but a resource that is no text', { ...open, NotResource: 7 }],
    ['an action that is no text', { ...whole, Action: [null] }],
    ['a principal that is no text', { ...whole, Principal: { AWS: [{}] } }],
    ['a service that is no text', { ...whole, Principal: { Service: 1 } }],
    ['a condition that tests nothing', { ...whole, Condition: { StringEquals: null } }],
    ['a field that no statement has', { ...whole, Ressource: 'x' }],
  ])('is rejected, not stored: %s', async (_name, statement) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    expect(await failure(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({
      code: 'MalformedPolicy',
      status: 400,
    });
  });
});

describe('an anonymous caller', () => {
  it('is denied without further details', async () => {
    const answer = await fetch(`${account.endpoint}/${Bucket}/a`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code><Message>Access Denied</Message>');
    expect((await fetch(`${account.endpoint}/not-there-at-all/a`)).status).toBe(404);
    expect((await fetch(`${account.endpoint}/${Bucket}/a`, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(`${account.endpoint}/anonymous-bucket`, { method: 'PUT' })).status).toBe(403);
    expect((await fetch(`${account.endpoint}/`)).status).toBe(403);
  });
});
