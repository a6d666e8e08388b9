import type { Caller, World } from '../../core/world.ts';
import { accessKeyId, secret, token } from '../iam/ids.ts';
import { type KeyRecord, keyOf, keys, type RoleRecord, roles, type Session } from '../iam/records.ts';

/** What a session is made with. `policies` are documents and `policyArns` managed policies that narrow it. */
export interface SessionTerms {
  sessionName: string;
  durationSeconds: number;
  region?: string;
  policies?: string[];
  policyArns?: string[];
  tags?: Record<string, string>;
}

/** Makes a session of a role, with its temporary key. Asks nobody: the caller was allowed before. */
export function openRoleSession(world: World, role: RoleRecord, terms: SessionTerms): KeyRecord {
  const now = world.clock.now();
  const { sessionName, policies, policyArns, tags } = terms;
  roles(world).set(keyOf(role.accountId, role.name), {
    ...role,
    lastUsed: { at: now, region: terms.region ?? 'us-east-1' },
  });
  return store(world, {
    accountId: role.accountId,
    principalArn: role.arn,
    userId: `${role.id}:${sessionName}`,
    session: {
      token: token(),
      expires: endOf(now, terms.durationSeconds),
      roleArn: role.arn,
      sessionArn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
      ...(policies === undefined ? {} : { policies }),
      ...(policyArns === undefined ? {} : { policyArns }),
      ...(tags === undefined ? {} : { tags }),
    },
  });
}

/** Makes a temporary key for a user or root: the same principal, for a while. */
export function openOwnSession(world: World, caller: Caller, durationSeconds: number): KeyRecord {
  const { accountId, principalArn, userId, arn } = caller;
  const expires = endOf(world.clock.now(), durationSeconds);
  return store(world, {
    accountId,
    principalArn,
    userId,
    session: { token: token(), expires, sessionArn: arn },
  });
}

/** Sessions end at whole seconds. */
function endOf(now: number, durationSeconds: number): number {
  return (Math.floor(now / 1000) + durationSeconds) * 1000;
}

const hour = 3_600_000;

function store(
  world: World,
  key: Pick<KeyRecord, 'accountId' | 'principalArn' | 'userId'> & { session: Session },
): KeyRecord {
  const now = world.clock.now();
  // An expired key is kept a day, so that its use is told apart from an unknown key's.
  for (const [id, { session }] of [...keys(world).entries()]) {
    if (session !== undefined && session.expires < now - 24 * hour) keys(world).delete(id);
  }
  const record: KeyRecord = {
    accessKeyId: accessKeyId('ASIA'),
    secretAccessKey: secret(),
    status: 'Active',
    createdAt: now,
    ...key,
  };
  keys(world).set(record.accessKeyId, record);
  return record;
}
