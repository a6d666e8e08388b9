import type { Caller, World } from '../../core/world.ts';
import { accessKeyId, secret, uniqueId } from './ids.ts';
import { type KeyRecord, keyOf, keys, type UserRecord, users } from './records.ts';

export type { KeyRecord as Key } from './records.ts';

/**
 * The key behind an access key id, or undefined when there is none that may be used: unknown, or inactive,
 * which AWS answers alike. A session's key is found after its end too: see `session.expires`.
 */
export function findKey(world: World, accessKeyId: string): KeyRecord | undefined {
  const key = keys(world).get(accessKeyId);
  return key?.status === 'Active' ? key : undefined;
}

/** Who calls with this key. */
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
 * Makes a user (unless it is there) with an access key, as an account's first user is made before anyone can
 * call IAM. `policies` are ARNs to attach.
 */
export function createUserWithKey(
  world: World,
  user: {
    accountId: string;
    userName: string;
    accessKeyId?: string;
    secretAccessKey?: string;
    policies?: string[];
  },
): KeyRecord {
  const now = world.clock.now();
  const id = keyOf(user.accountId, user.userName);
  const record = users(world).get(id) ?? newUser(user.accountId, user.userName, '/', now);
  users(world).set(id, { ...record, attached: [...new Set([...record.attached, ...(user.policies ?? [])])] });
  return addKey(world, record, user);
}

/** Gives a user one more access key. */
export function addKey(
  world: World,
  user: UserRecord,
  given: { accessKeyId?: string; secretAccessKey?: string } = {},
): KeyRecord {
  const key: KeyRecord = {
    accessKeyId: given.accessKeyId ?? accessKeyId('AKIA'),
    secretAccessKey: given.secretAccessKey ?? secret(),
    accountId: user.accountId,
    principalArn: user.arn,
    userId: user.id,
    userName: user.name,
    status: 'Active',
    createdAt: world.clock.now(),
  };
  keys(world).set(key.accessKeyId, key);
  return key;
}
