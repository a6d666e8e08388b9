import { describe, expect, it } from 'vitest';
import type { Emulator, Permission, Service } from '../../../../practice/core/emulator.ts';
import { deniedMessage } from '../../../../practice/services/iam/denied-message.ts';
import { evaluate } from '../../../../practice/services/iam/evaluate.ts';
import { callerOf, createUserWithKey, findKey } from '../../../../practice/services/iam/keys.ts';
import { identityKey, keys, users } from '../../../../practice/services/iam/records.ts';
import { accountId, callBy, makeEmulator, userOf } from './emulator.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

function bucketWith(policy: object | undefined, ownerAccountId = accountId): (emulator: Emulator) => Service {
  return () => ({
    name: 's3',
    operations: {},
    permissions: {},
    resourcePolicy: () => ({ ownerAccountId, ...(policy ? { policy: JSON.stringify(policy) } : {}) }),
    denied: () => new Error('denied'),
  });
}

function giveInline(emulator: Emulator, userName: string, ...statements: object[]): void {
  const id = identityKey(accountId, userName);
  const user = users(emulator).get(id);
  if (user === undefined) throw new Error(`no user ${userName}`);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  users(emulator).set(id, { ...user, inline: { ...user.inline, given: document } });
}

const read: Permission = { action: 's3:GetObject', resource: 'arn:aws:s3:::shelf/book' };

describe('access keys', () => {
  it('identify a user, unless they are inactive or unknown', () => {
    const emulator = makeEmulator();
    const key = createUserWithKey(emulator, { accountId, userName: 'ada' });
    expect(findKey(emulator, key.accessKeyId)).toEqual(key);
    expect(key.accessKeyId).toMatch(/^AKIAPRACTICE[A-Z2-7]{8}$/);
    expect(callerOf(key)).toMatchObject({
      kind: 'user',
      arn: `arn:aws:iam::${accountId}:user/ada`,
      userId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    });
    keys(emulator).set(key.accessKeyId, { ...key, status: 'Inactive' });
    expect(findKey(emulator, key.accessKeyId)).toBeUndefined();
    expect(findKey(emulator, 'AKIANOBODYSKEY000000')).toBeUndefined();
  });
});

describe('evaluate', () => {
  it('allows nothing to a user without policies, and everything to an administrator', () => {
    const emulator = makeEmulator();
    const poor = userOf(emulator, 'poor');
    const rich = userOf(emulator, 'rich', [admin]);
    expect(evaluate(emulator, poor, read, callBy(emulator, poor))).toBe('implicitDeny');
    expect(evaluate(emulator, rich, read, callBy(emulator, rich))).toBe('allowed');
  });

  it('lets an explicit deny override an allow', () => {
    const emulator = makeEmulator();
    const ada = userOf(emulator, 'ada', [admin]);
    giveInline(emulator, 'ada', { Effect: 'Deny', Action: 's3:Get*', Resource: 'arn:aws:s3:::shelf/*' });
    expect(evaluate(emulator, ada, read, callBy(emulator, ada))).toBe('explicitDeny');
    const other = { ...read, resource: 'arn:aws:s3:::desk/book' };
    expect(evaluate(emulator, ada, other, callBy(emulator, ada))).toBe('allowed');
    expect(deniedMessage(read, callBy(emulator, ada))).toBe(
      `User: arn:aws:iam::${accountId}:user/ada is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::shelf/book with an explicit deny in an identity-based policy`,
    );
  });

  it('resolves policy variables, and evaluates tag conditions', () => {
    const emulator = makeEmulator();
    const ada = userOf(emulator, 'ada');
    giveInline(
      emulator,
      'ada',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::shelf/${aws:username}/*' },
      {
        Effect: 'Allow',
        Action: 'codepipeline:CreatePipeline',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:RequestTag/seat': 'a1' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['seat', 'lab'] },
        },
      },
    );
    const may = (permission: Permission) => evaluate(emulator, ada, permission, callBy(emulator, ada));
    expect(may({ action: 's3:PutObject', resource: 'arn:aws:s3:::shelf/ada/x' })).toBe('allowed');
    expect(may({ action: 's3:PutObject', resource: 'arn:aws:s3:::shelf/bob/x' })).toBe('implicitDeny');
    const create = (context: Record<string, string>) =>
      may({
        action: 'codepipeline:CreatePipeline',
        resource: 'arn:aws:codepipeline:us-east-1:000000000000:p',
        context,
      });
    expect(create({ 'aws:RequestTag/seat': 'a1' })).toBe('allowed');
    expect(create({ 'aws:RequestTag/seat': 'a2' })).toBe('implicitDeny');
    expect(create({ 'aws:RequestTag/seat': 'a1', 'aws:RequestTag/colour': 'red' })).toBe('implicitDeny');
  });

  it('accepts a bucket policy alone within the account, and requires both sides across accounts', () => {
    const grant = (principal: unknown) => ({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shelf/*' },
      ],
    });
    const decide = (principal: unknown, owner: string, policies: string[]) => {
      const emulator = makeEmulator(bucketWith(grant(principal), owner));
      const ada = userOf(emulator, 'ada', policies);
      return evaluate(emulator, ada, read, callBy(emulator, ada));
    };
    const ada = { AWS: `arn:aws:iam::${accountId}:user/ada` };
    const outsider = '111111111111';
    expect(decide(ada, accountId, [])).toBe('allowed');
    expect(decide({ AWS: accountId }, accountId, [])).toBe('implicitDeny');
    expect(decide('*', accountId, [])).toBe('allowed');
    expect(decide(ada, outsider, [])).toBe('implicitDeny');
    expect(decide(ada, outsider, [admin])).toBe('allowed');
    expect(decide({ AWS: `arn:aws:iam::${accountId}:root` }, outsider, [admin])).toBe('allowed');
    expect(decide({ AWS: '222222222222' }, outsider, [admin])).toBe('implicitDeny');
  });

  it('denies another account a bucket without a policy, whatever its own account allows', () => {
    const emulator = makeEmulator(bucketWith(undefined, '111111111111'));
    const ada = userOf(emulator, 'ada', [admin]);
    expect(evaluate(emulator, ada, read, callBy(emulator, ada))).toBe('implicitDeny');
    expect(deniedMessage(read, callBy(emulator, ada))).toContain('because no resource-based policy allows');
  });

  it('applies a denying bucket policy to root, who may still change the policy', () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    const emulator = makeEmulator(bucketWith({ Version: '2012-10-17', Statement: deny }));
    const root = {
      kind: 'root',
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
      principalArn: `arn:aws:iam::${accountId}:root`,
    } as const;
    expect(evaluate(emulator, root, read, callBy(emulator, root))).toBe('explicitDeny');
    const deletePolicy = { action: 's3:DeleteBucketPolicy', resource: 'arn:aws:s3:::shelf' };
    expect(evaluate(emulator, root, deletePolicy, callBy(emulator, root))).toBe('allowed');
  });

  it('denies an anonymous caller unless the bucket policy allows everyone', () => {
    const anyone = { kind: 'anonymous', accountId: '', arn: '', userId: '', principalArn: '' } as const;
    const open = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
    };
    const shut = makeEmulator(bucketWith(undefined));
    expect(evaluate(shut, anyone, read, callBy(shut, anyone))).toBe('implicitDeny');
    const emulator = makeEmulator(bucketWith(open));
    expect(evaluate(emulator, anyone, read, callBy(emulator, anyone))).toBe('allowed');
  });
});
