import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Emulator } from '../../../../practice/core/emulator.ts';
import { callerOf, findKey } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { assumeRole } from '../../../../practice/services/sts/assume.ts';
import { stsService } from '../../../../practice/services/sts/service.ts';
import { accountId, invokeAs, makeEmulator, userOf } from '../iam/emulator.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const roleArn = `arn:aws:iam::${accountId}:role/lab/deployer`;
const codepipeline = { Service: 'codepipeline.amazonaws.com' };

let emulator: Emulator;
let learner: Caller;
beforeEach(() => {
  emulator = makeEmulator(iamService, stsService);
  learner = userOf(emulator, 'learner', [admin]);
});

async function role(trusts: object, more: object = {}): Promise<void> {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', ...trusts };
  await invokeAs(emulator, learner, 'CreateRole', {
    RoleName: 'deployer',
    Path: '/lab/',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    ...more,
  });
}

const give = (caller: Caller, statement: object) =>
  invokeAs(emulator, learner, 'PutUserPolicy', {
    UserName: caller.arn.split('/').at(-1),
    PolicyName: 'given',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }),
  });

const assume = (caller: Caller, more: object = {}) =>
  invokeAs<AssumeRoleCommandOutput>(
    emulator,
    caller,
    'AssumeRole',
    { RoleArn: roleArn, RoleSessionName: 'try', ...more },
    'sts',
  );

function callerWith(output: AssumeRoleCommandOutput): Caller {
  const key = findKey(emulator, output.Credentials?.AccessKeyId ?? '');
  if (key === undefined) throw new Error('no such key');
  return callerOf(key);
}

describe('AssumeRole', () => {
  it("returns a session that has the role's permissions", async () => {
    await role({ Principal: { AWS: accountId } });
    const output = await assume(learner);
    const id = /^AROA[A-Z2-7]{17}:try$/;
    expect(output).toMatchObject({
      AssumedRoleUser: {
        AssumedRoleId: expect.stringMatching(id),
        Arn: `arn:aws:sts::${accountId}:assumed-role/deployer/try`,
      },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        Expiration: expect.any(Date),
        SessionToken: expect.any(String),
      },
    });
    const session = callerWith(output);
    expect(await invokeAs(emulator, session, 'GetCallerIdentity', {}, 'sts')).toEqual({
      Account: accountId,
      Arn: `arn:aws:sts::${accountId}:assumed-role/deployer/try`,
      UserId: expect.stringMatching(id),
    });
    await expect(invokeAs(emulator, session, 'ListRoles')).rejects.toMatchObject({ code: 'AccessDenied' });
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName: 'deployer', PolicyArn: admin });
    await invokeAs(emulator, session, 'ListRoles');
  });

  it('requires the trust policy, whatever the caller may do', async () => {
    await role({ Principal: codepipeline });
    await expect(assume(learner)).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${learner.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    });
  });

  it('returns the same error for a missing role', async () => {
    await expect(assume(learner)).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: ${learner.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    });
  });

  it('requires permission for the caller too, unless the trust policy names the caller itself', async () => {
    const guest = userOf(emulator, 'guest');
    await role({ Principal: { AWS: `arn:aws:iam::${accountId}:root` } });
    await expect(assume(guest)).rejects.toMatchObject({
      message: expect.stringContaining('because no identity-based policy allows the sts:AssumeRole action'),
    });
    await give(guest, { Action: 'sts:AssumeRole', Resource: roleArn });
    await assume(guest);
    const friend = userOf(emulator, 'friend');
    await invokeAs(emulator, learner, 'UpdateAssumeRolePolicy', {
      RoleName: 'deployer',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: friend.arn }, Action: 'sts:AssumeRole' }],
      }),
    });
    await assume(friend);
    await expect(assume(guest)).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('checks the external id', async () => {
    await role({
      Principal: { AWS: accountId },
      Condition: { StringEquals: { 'sts:ExternalId': 'secret-1' } },
    });
    await expect(assume(learner)).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(assume(learner, { ExternalId: 'secret-2' })).rejects.toMatchObject({ code: 'AccessDenied' });
    await assume(learner, { ExternalId: 'secret-1' });
  });

  it('bounds the duration', async () => {
    await role({ Principal: { AWS: accountId } }, { MaxSessionDuration: 7200 });
    await expect(assume(learner, { DurationSeconds: 60 })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining("Value '60' at 'durationSeconds' failed to satisfy constraint"),
    });
    await expect(assume(learner, { DurationSeconds: 7201 })).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    const { Credentials } = await assume(learner, { DurationSeconds: 7200 });
    const left = (Credentials?.Expiration?.getTime() ?? 0) - emulator.clock.now();
    expect(Math.abs(left - 7_200_000)).toBeLessThan(5000);
  });

  it('is denied to root', async () => {
    await role({ Principal: '*' });
    const arn = `arn:aws:iam::${accountId}:root`;
    const root = { kind: 'root', accountId, arn, principalArn: arn, userId: accountId } as const;
    await expect(assume(root)).rejects.toMatchObject({
      code: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });

  it('narrows a session by its own policy, and rejects an invalid one', async () => {
    await role({ Principal: { AWS: accountId } });
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName: 'deployer', PolicyArn: admin });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }],
    });
    const session = callerWith(await assume(learner, { Policy }));
    await invokeAs(emulator, session, 'ListRoles');
    await expect(invokeAs(emulator, session, 'ListUsers')).rejects.toMatchObject({
      message: expect.stringContaining('because no session policy allows the iam:ListUsers action'),
    });
    await expect(assume(learner, { Policy: '{' })).rejects.toMatchObject({ code: 'MalformedPolicyDocument' });
  });

  it('returns sessions that end when the role is recreated under its name', async () => {
    await role({ Principal: { AWS: accountId } });
    const session = callerWith(await assume(learner));
    await invokeAs(emulator, learner, 'DeleteRole', { RoleName: 'deployer' });
    await role({ Principal: { AWS: accountId } });
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName: 'deployer', PolicyArn: admin });
    await expect(invokeAs(emulator, session, 'ListRoles')).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('a service', () => {
  it('assumes a role that trusts it, and is distinguished from others', async () => {
    await role({ Principal: codepipeline });
    const terms = { roleArn, sessionName: 'run', durationSeconds: 3600 };
    const { caller, credentials } = assumeRole(emulator, {
      ...terms,
      callerService: 'codepipeline.amazonaws.com',
    });
    expect(caller).toMatchObject({
      kind: 'role',
      arn: `arn:aws:sts::${accountId}:assumed-role/deployer/run`,
      principalArn: roleArn,
    });
    expect(findKey(emulator, credentials.accessKeyId)).toEqual(credentials);
    const other = { ...terms, callerService: 'codebuild.amazonaws.com' };
    expect(() => assumeRole(emulator, other)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
  });

  it('must meet the conditions of the trust policy', async () => {
    await role({ Principal: codepipeline, Condition: { StringEquals: { 'aws:SourceAccount': accountId } } });
    const terms = {
      callerService: 'codepipeline.amazonaws.com',
      roleArn,
      sessionName: 'run',
      durationSeconds: 3600,
    };
    expect(() => assumeRole(emulator, terms)).toThrow();
    assumeRole(emulator, { ...terms, context: { 'aws:SourceAccount': accountId } });
  });
});

describe('GetSessionToken', () => {
  it('returns a temporary key for the user that cannot call IAM, and rejects a session', async () => {
    const output = await invokeAs<AssumeRoleCommandOutput>(emulator, learner, 'GetSessionToken', {}, 'sts');
    const session = callerWith(output);
    expect(session).toMatchObject({ kind: 'user', arn: learner.arn, userId: learner.userId });
    await expect(invokeAs(emulator, session, 'ListRoles')).rejects.toMatchObject({
      code: 'InvalidClientTokenId',
    });
    await expect(invokeAs(emulator, session, 'GetSessionToken', {}, 'sts')).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });
});
