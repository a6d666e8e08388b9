import type { CreateAccessKeyCommandOutput, GetUserCommandOutput } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Emulator } from '../../../../practice/core/emulator.ts';
import { callerOf, findKey } from '../../../../practice/services/iam/keys.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { accountId, invokeAs, makeEmulator, userOf } from './emulator.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

let emulator: Emulator;
let learner: Caller;
beforeEach(() => {
  emulator = makeEmulator(iamService);
  learner = userOf(emulator, 'learner', [admin]);
});

const newKey = async (UserName: string) => {
  const { AccessKey } = await invokeAs<CreateAccessKeyCommandOutput>(emulator, learner, 'CreateAccessKey', {
    UserName,
  });
  return AccessKey;
};

describe('users', () => {
  it('are created, can call with their key, and have their permissions', async () => {
    await invokeAs(emulator, learner, 'CreateUser', { UserName: 'guest' });
    const made = await newKey('guest');
    const key = findKey(emulator, made?.AccessKeyId ?? '');
    expect(key?.secretAccessKey).toBe(made?.SecretAccessKey);
    if (key === undefined) throw new Error('no key');
    const guest = callerOf(key);
    expect(guest.arn).toBe(`arn:aws:iam::${accountId}:user/guest`);
    await expect(invokeAs(emulator, guest, 'GetUser')).rejects.toMatchObject({
      message: expect.stringContaining('iam:GetUser on resource: user guest because'),
    });
    await invokeAs(emulator, learner, 'AttachUserPolicy', {
      UserName: 'guest',
      PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    });
    const { User } = await invokeAs<GetUserCommandOutput>(emulator, guest, 'GetUser');
    expect(User).toMatchObject({ UserName: 'guest', UserId: guest.userId, Path: '/' });
    await expect(invokeAs(emulator, guest, 'CreateUser', { UserName: 'another' })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('have at most two keys, which can be deactivated', async () => {
    await invokeAs(emulator, learner, 'CreateUser', { UserName: 'guest' });
    const key = await newKey('guest');
    await newKey('guest');
    await expect(newKey('guest')).rejects.toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    const named = { UserName: 'guest', AccessKeyId: key?.AccessKeyId };
    await invokeAs(emulator, learner, 'UpdateAccessKey', { ...named, Status: 'Inactive' });
    expect(findKey(emulator, key?.AccessKeyId ?? '')).toBeUndefined();
    expect(await invokeAs(emulator, learner, 'ListAccessKeys', { UserName: 'guest' })).toMatchObject({
      AccessKeyMetadata: expect.arrayContaining([expect.objectContaining({ Status: 'Inactive' })]),
    });
    await invokeAs(emulator, learner, 'DeleteAccessKey', named);
    await expect(invokeAs(emulator, learner, 'DeleteAccessKey', named)).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: `The Access Key with id ${key?.AccessKeyId} cannot be found.`,
    });
  });

  it('are deleted only after their keys and policies, and then have no access', async () => {
    await invokeAs(emulator, learner, 'CreateUser', { UserName: 'guest' });
    const key = await newKey('guest');
    const UserName = 'guest';
    await invokeAs(emulator, learner, 'AttachUserPolicy', { UserName, PolicyArn: admin });
    const remove = () => invokeAs(emulator, learner, 'DeleteUser', { UserName });
    await expect(remove()).rejects.toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await invokeAs(emulator, learner, 'DetachUserPolicy', { UserName, PolicyArn: admin });
    await expect(remove()).rejects.toMatchObject({
      message: 'Cannot delete entity, must delete access keys first.',
    });
    await invokeAs(emulator, learner, 'DeleteAccessKey', { UserName, AccessKeyId: key?.AccessKeyId });
    await remove();
    await expect(remove()).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: 'The user with name guest cannot be found.',
    });
  });

  it('that were recreated under an old name do not give their policies to the old key', async () => {
    const old = userOf(emulator, 'guest');
    emulator.store.collection('iam/users').delete(`${accountId}/guest`);
    userOf(emulator, 'guest', [admin]);
    await expect(invokeAs(emulator, old, 'ListRoles')).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('count in the account summary', async () => {
    expect(await invokeAs(emulator, learner, 'GetAccountSummary')).toMatchObject({
      SummaryMap: { Users: 1, Roles: 0, Policies: 0, AccountMFAEnabled: 0 },
    });
  });
});
