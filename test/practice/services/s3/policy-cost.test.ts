import { CreateBucketCommand, DeleteObjectsCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, it, vi } from 'vitest';
import { openAccount } from './account.ts';

afterEach(() => vi.restoreAllMocks());

// A policy of 20 KB with thousands of wildcards takes tens of milliseconds to read and check.
it('a policy is read once for all keys of a call', async () => {
  const account = await openAccount();
  const s3 = account.client();
  const Bucket = 'policy-cost';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Resource = `arn:aws:s3:::${Bucket}/*a*b`;
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const parse = vi.spyOn(JSON, 'parse');
  const Objects = Array.from({ length: 50 }, (_, n) => ({ Key: `a${n}` }));
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toHaveLength(50);
  expect(parse.mock.calls.filter(([text]) => text.includes(Resource)).length).toBeLessThan(10);
  await account.close();
});
