import type { Caller, Emulator } from '../../core/emulator.ts';
import { accessKeyId, secret, uniqueId } from './ids.ts';
import { identityKey, type KeyRecord, keys, type UserRecord, users } from './records.ts';

export type { KeyRecord as Key } from './records.ts';

/**
 * The key of an access key id; undefined when it is unknown or inactive, for which AWS returns the same error. An
 * expired session's key is found too: check `session.expires`.
 */
export function findKey(emulator: Emulator, accessKeyId: string): KeyRecord | undefined {
  const key = keys(emulator).get(accessKeyId);
  return key?.status === 'Active' ? key : undefined;
}

/** The caller that signs with this key. */
export function callerOf({ accountId, principalArn, userId, accessKeyId, session }: KeyRecord): Caller {
  const kind = session?.roleArn !== undefined ? 'role' : principalArn.endsWith(':root') ? 'root' : 'user';
  const arn = kind === 'role' && session !== undefined ? session.sessionArn : principalArn;
  return { kind, accountId, arn, userId, principalArn, accessKeyId };
}

/** A new user's record, not yet stored. */
export function newUser(accountId: string, name: string, path: string, now: number): UserRecord {
  return {
    accountId,
    name,
    path,
    id: uniqueId('AIDA'),
    arn: `arn:aws:iam::${accountId}:user${path}${name}`,
    createdAt: now,
    inline: {},
    attached: [],
    tags: {},
  };
}

/**
 * Creates a user (unless it exists) with an access key and without a call of IAM. An account's first user needs this,
 * since no caller exists yet. `policies` are ARNs to attach.
 */
export function createUserWithKey(
  emulator: Emulator,
  user: {
    accountId: string;
    userName: string;
    accessKeyId?: string;
    secretAccessKey?: string;
    policies?: string[];
  },
): KeyRecord {
  const now = emulator.clock.now();
  const id = identityKey(user.accountId, user.userName);
  const record = users(emulator).get(id) ?? newUser(user.accountId, user.userName, '/', now);
  users(emulator).set(id, {
    ...record,
    attached: [...new Set([...record.attached, ...(user.policies ?? [])])],
  });
  return addKey(emulator, record, user);
}

/** Adds an access key to a user. */
export function addKey(
  emulator: Emulator,
  user: UserRecord,
  keyOptions: { accessKeyId?: string; secretAccessKey?: string } = {},
): KeyRecord {
  const key: KeyRecord = {
    accessKeyId: keyOptions.accessKeyId ?? accessKeyId('AKIA'),
    secretAccessKey: keyOptions.secretAccessKey ?? secret(),
    accountId: user.accountId,
    principalArn: user.arn,
    userId: user.id,
    userName: user.name,
    status: 'Active',
    createdAt: emulator.clock.now(),
  };
  keys(emulator).set(key.accessKeyId, key);
  return key;
}
