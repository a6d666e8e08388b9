import { defined } from '../../core/defined.ts';
import type { Caller, Emulator } from '../../core/emulator.ts';
import { accessKeyId, secret, token } from '../iam/ids.ts';
import { identityKey, type KeyRecord, keys, type RoleRecord, roles, type Session } from '../iam/records.ts';

/** Options of a new session. `policies` (documents) and `policyArns` (managed policies) limit its permissions. */
export interface SessionOptions {
  sessionName: string;
  durationSeconds: number;
  region?: string;
  policies?: string[];
  policyArns?: string[];
  tags?: Record<string, string>;
}

/** Creates a session of a role and returns its temporary key. It checks no permissions: the caller must do that. */
export function openRoleSession(emulator: Emulator, role: RoleRecord, options: SessionOptions): KeyRecord {
  const now = emulator.clock.now();
  const { sessionName, policies, policyArns, tags } = options;
  roles(emulator).set(identityKey(role.accountId, role.name), {
    ...role,
    lastUsed: { at: now, region: options.region ?? 'us-east-1' },
  });
  return storeKey(emulator, {
    accountId: role.accountId,
    principalArn: role.arn,
    userId: `${role.id}:${sessionName}`,
    session: {
      token: token(),
      expires: sessionEnd(now, options.durationSeconds),
      roleArn: role.arn,
      sessionArn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
      ...defined({ policies, policyArns, tags }),
    },
  });
}

/** Creates a temporary key for a user or root. The principal stays the same. */
export function openUserSession(emulator: Emulator, caller: Caller, durationSeconds: number): KeyRecord {
  const { accountId, principalArn, userId, arn } = caller;
  const expires = sessionEnd(emulator.clock.now(), durationSeconds);
  return storeKey(emulator, {
    accountId,
    principalArn,
    userId,
    session: { token: token(), expires, sessionArn: arn },
  });
}

/** When a session expires, in milliseconds since the epoch. Sessions expire at whole seconds. */
function sessionEnd(now: number, durationSeconds: number): number {
  return (Math.floor(now / 1000) + durationSeconds) * 1000;
}

const hour = 3_600_000;

function storeKey(
  emulator: Emulator,
  key: Pick<KeyRecord, 'accountId' | 'principalArn' | 'userId'> & { session: Session },
): KeyRecord {
  const now = emulator.clock.now();
  // An expired key is kept for a day, so that its use gets a different error than an unknown key.
  for (const [id, { session }] of [...keys(emulator).entries()]) {
    if (session !== undefined && session.expires < now - 24 * hour) keys(emulator).delete(id);
  }
  const record: KeyRecord = {
    accessKeyId: accessKeyId('ASIA'),
    secretAccessKey: secret(),
    status: 'Active',
    createdAt: now,
    ...key,
  };
  keys(emulator).set(record.accessKeyId, record);
  return record;
}
