import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contentType } from '../../../practice/services/codepipeline/actions/content-types.ts';
import { InvalidPolicyError } from '../../../practice/services/iam/policy/document.ts';
import { validateIdentityPolicy } from '../../../practice/services/iam/policy/validate.ts';
import { type AttackedAccount, openAttackedAccount } from './attacked-account.ts';

// Names that every plain object inherits. A record that is read by such a name must not have it.

let account: AttackedAccount;
beforeAll(async () => {
  account = await openAttackedAccount();
});
afterEach(() => expect(account.internalErrors).toEqual([]));
afterAll(() => account.close());

describe.each(['constructor', 'toString', '__proto__'])('the name %s', (name) => {
  it('is no canned ACL and no checksum algorithm', async () => {
    const put = (headers: Record<string, string>) =>
      account.raw.signed('s3', { method: 'PUT', target: '/safety/x', headers, body: 'x' });
    const acl = await put({ 'x-amz-acl': name });
    expect([acl.status, acl.body]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')]);
    const algorithm = await put({ 'x-amz-sdk-checksum-algorithm': name });
    expect(algorithm).toMatchObject({
      status: 400,
      body: expect.stringContaining('Checksum algorithm provided is unsupported'),
    });
  });

  it('is no inline policy that nothing put', async () => {
    for (const action of ['GetUserPolicy', 'DeleteUserPolicy']) {
      const answer = await account.raw.signed('iam', {
        method: 'POST',
        target: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `Action=${action}&Version=2010-05-08&UserName=learner&PolicyName=${name}`,
      });
      expect([answer.status, answer.body]).toEqual([
        404,
        expect.stringContaining('<Code>NoSuchEntity</Code>'),
      ]);
    }
  });

  it('is no operator of a condition', () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { [name]: { 'aws:username': 'a' } },
      },
    });
    expect(() => validateIdentityPolicy(policy)).toThrow(InvalidPolicyError);
  });

  it('is no known ending of a file', () => {
    expect(contentType(`file.${name}`)).toBe('application/octet-stream');
  });
});
