import { describe, expect, it } from 'vitest';
import type { Permission, Service, World } from '../../../../practice/core/world.ts';
import { deniedMessage } from '../../../../practice/services/iam/denied.ts';
import { evaluate } from '../../../../practice/services/iam/evaluate.ts';
import { callerOf, createUserWithKey, findKey } from '../../../../practice/services/iam/keys.ts';
import { keyOf, keys, users } from '../../../../practice/services/iam/records.ts';
import { accountId, callBy, makeWorld, userOf } from './world.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

function bucketWith(policy: object | undefined, ownerAccountId = accountId): (world: World) => Service {
  return () => ({
    name: 's3',
    operations: {},
    permissions: {},
    resourcePolicy: () => ({ ownerAccountId, ...(policy ? { policy: JSON.stringify(policy) } : {}) }),
    denied: () => new Error('denied'),
  });
}

function giveInline(world: World, userName: string, ...statements: object[]): void {
  const id = keyOf(accountId, userName);
  const user = users(world).get(id);
  if (user === undefined) throw new Error(`no user ${userName}`);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  users(world).set(id, { ...user, inline: { ...user.inline, given: document } });
}

const read: Permission = { action: 's3:GetObject', resource: 'arn:aws:s3:::shelf/book' };

describe('keys', () => {
  it('finds a user by its key, and not by one that is inactive or unknown', () => {
    const world = makeWorld();
    const key = createUserWithKey(world, { accountId, userName: 'ada' });
    expect(findKey(world, key.accessKeyId)).toEqual(key);
    expect(key.accessKeyId).toMatch(/^AKIAPRACTICE[A-Z2-7]{8}$/);
    expect(callerOf(key)).toMatchObject({
      kind: 'user',
      arn: `arn:aws:iam::${accountId}:user/ada`,
      userId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    });
    keys(world).set(key.accessKeyId, { ...key, status: 'Inactive' });
    expect(findKey(world, key.accessKeyId)).toBeUndefined();
    expect(findKey(world, 'AKIANOBODYSKEY000000')).toBeUndefined();
  });
});

describe('evaluate', () => {
  it('allows nothing to a user without policies, and everything to an administrator', () => {
    const world = makeWorld();
    const poor = userOf(world, 'poor');
    const rich = userOf(world, 'rich', [admin]);
    expect(evaluate(world, poor, read, callBy(world, poor))).toBe('implicitDeny');
    expect(evaluate(world, rich, read, callBy(world, rich))).toBe('allowed');
  });

  it('lets an explicit deny win over an allow', () => {
    const world = makeWorld();
    const ada = userOf(world, 'ada', [admin]);
    giveInline(world, 'ada', { Effect: 'Deny', Action: 's3:Get*', Resource: 'arn:aws:s3:::shelf/*' });
    expect(evaluate(world, ada, read, callBy(world, ada))).toBe('explicitDeny');
    const other = { ...read, resource: 'arn:aws:s3:::desk/book' };
    expect(evaluate(world, ada, other, callBy(world, ada))).toBe('allowed');
    expect(deniedMessage(read, callBy(world, ada))).toBe(
      `User: arn:aws:iam::${accountId}:user/ada is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::shelf/book with an explicit deny in an identity-based policy`,
    );
  });

  it('fills policy variables in, and holds tag conditions', () => {
    const world = makeWorld();
    const ada = userOf(world, 'ada');
    giveInline(
      world,
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
    const may = (permission: Permission) => evaluate(world, ada, permission, callBy(world, ada));
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

  it('lets a bucket policy alone allow within the account, and needs both sides across accounts', () => {
    const grant = (principal: unknown) => ({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shelf/*' },
      ],
    });
    const decide = (principal: unknown, owner: string, policies: string[]) => {
      const world = makeWorld(bucketWith(grant(principal), owner));
      const ada = userOf(world, 'ada', policies);
      return evaluate(world, ada, read, callBy(world, ada));
    };
    const ada = { AWS: `arn:aws:iam::${accountId}:user/ada` };
    const stranger = '111111111111';
    expect(decide(ada, accountId, [])).toBe('allowed');
    expect(decide({ AWS: accountId }, accountId, [])).toBe('implicitDeny');
    expect(decide('*', accountId, [])).toBe('allowed');
    expect(decide(ada, stranger, [])).toBe('implicitDeny');
    expect(decide(ada, stranger, [admin])).toBe('allowed');
    expect(decide({ AWS: `arn:aws:iam::${accountId}:root` }, stranger, [admin])).toBe('allowed');
    expect(decide({ AWS: '222222222222' }, stranger, [admin])).toBe('implicitDeny');
  });

  it('keeps an outsider from a bucket without a policy, whatever its own account allows', () => {
    const world = makeWorld(bucketWith(undefined, '111111111111'));
    const ada = userOf(world, 'ada', [admin]);
    expect(evaluate(world, ada, read, callBy(world, ada))).toBe('implicitDeny');
    expect(deniedMessage(read, callBy(world, ada))).toContain('because no resource-based policy allows');
  });

  it('holds root to a bucket policy that denies, but not from mending that policy', () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    const world = makeWorld(bucketWith({ Version: '2012-10-17', Statement: deny }));
    const root = {
      kind: 'root',
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
      principalArn: `arn:aws:iam::${accountId}:root`,
    } as const;
    expect(evaluate(world, root, read, callBy(world, root))).toBe('explicitDeny');
    const mend = { action: 's3:DeleteBucketPolicy', resource: 'arn:aws:s3:::shelf' };
    expect(evaluate(world, root, mend, callBy(world, root))).toBe('allowed');
  });

  it('lets nobody in anonymously unless the bucket policy says so to everyone', () => {
    const anyone = { kind: 'anonymous', accountId: '', arn: '', userId: '', principalArn: '' } as const;
    const open = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
    };
    const shut = makeWorld(bucketWith(undefined));
    expect(evaluate(shut, anyone, read, callBy(shut, anyone))).toBe('implicitDeny');
    const world = makeWorld(bucketWith(open));
    expect(evaluate(world, anyone, read, callBy(world, anyone))).toBe('allowed');
  });
});
