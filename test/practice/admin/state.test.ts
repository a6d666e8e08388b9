import { CreateRoleCommand, DeleteRoleCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminTestAccount, openAdminTestAccount } from './admin-test-account.ts';

let admin: AdminTestAccount;
beforeAll(async () => {
  admin = await openAdminTestAccount();
});
afterAll(() => admin.close());

const ours = '000000000000';
const theirs = '222222222222';
type Accounts = Record<string, Record<string, string>>;
const state = async () => (await admin.api.state()).accounts as Accounts;

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: ours }, Action: 'sts:AssumeRole' }],
});

it('is equal only if every resource of every account is', async () => {
  const { s3, iam } = admin.clients;
  await admin.api.createAccount({ accountId: theirs });
  const before = await state();
  expect(Object.keys(before)).toEqual([ours, theirs]);
  const Bucket = 'comes-and-goes';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'page', Body: 'one' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'page' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'guest', AssumeRolePolicyDocument: trust }));
  const during = await state();
  expect(during[theirs]).toEqual(before[theirs]);
  const added = Object.keys(during[ours] ?? {}).filter((key) => !Object.hasOwn(before[ours] ?? {}, key));
  expect(added.map((key) => key.split(/[ /]/).slice(0, 2).join('/')).sort()).toEqual([
    'iam/roles',
    's3/buckets',
    's3/versions',
    's3/versions',
  ]);
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'guest' }));
  expect(await state()).toEqual(before);
});

it('shows a changed record, and ignores that one was used', async () => {
  const { iam, sts } = admin.clients;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'instructor', AssumeRolePolicyDocument: trust }),
  );
  const before = await state();
  await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'a-look' }));
  expect(await state()).toEqual(before);
  await iam.send(new TagRoleCommand({ RoleName: 'instructor', Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(await state()).not.toEqual(before);
});
