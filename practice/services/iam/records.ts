import type { Emulator } from '../../core/emulator.ts';
import type { Collection } from '../../core/store.ts';

export type Tags = Record<string, string>;

/** What users and roles have in common. Policies are attached to an identity. */
export interface Identity {
  accountId: string;
  name: string;
  /** `AIDA…` or `AROA…`. Never used for another identity. */
  id: string;
  arn: string;
  path: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Inline policies: name → document, as the client sent it. */
  inline: Record<string, string>;
  /** ARNs of attached managed policies. */
  attached: string[];
  boundary?: string;
  tags: Tags;
}

export type UserRecord = Identity;

export interface RoleRecord extends Identity {
  description?: string;
  /** Seconds. */
  maxSessionDuration: number;
  /** The trust policy, as the client sent it. */
  trust: string;
  lastUsed?: { at: number; region: string };
}

export interface PolicyRecord {
  accountId: string;
  name: string;
  id: string;
  arn: string;
  path: string;
  description?: string;
  createdAt: number;
  updatedAt: number;
  versions: { id: string; document: string; createdAt: number }[];
  defaultVersionId: string;
  /** The number of the newest version ever created. Numbers of deleted versions are not used again. */
  lastVersion: number;
  tags: Tags;
}

/** An access key: a long-lived one of a user or root, or a temporary one of a session. */
export interface KeyRecord {
  accessKeyId: string;
  secretAccessKey: string;
  accountId: string;
  /** The user's or role's ARN, or the account root's. */
  principalArn: string;
  /** The `UserId` of `GetCallerIdentity`. For a role's session: `<role's id>:<session name>`. */
  userId: string;
  userName?: string;
  status: 'Active' | 'Inactive';
  createdAt: number;
  lastUsed?: { at: number; region: string; service: string };
  session?: Session;
}

export interface Session {
  token: string;
  /** Milliseconds since the epoch. */
  expires: number;
  /** The assumed role. Absent for a session of GetSessionToken, which belongs to its user. */
  roleArn?: string;
  sessionArn: string;
  /** Session policies: documents in `policies`, and ARNs of managed policies in `policyArns`. */
  policies?: string[];
  policyArns?: string[];
  tags?: Tags;
}

export function users(emulator: Emulator): Collection<UserRecord> {
  return emulator.store.collection<UserRecord>('iam/users');
}

export function roles(emulator: Emulator): Collection<RoleRecord> {
  return emulator.store.collection<RoleRecord>('iam/roles');
}

/** Customer managed policies by ARN. */
export function policies(emulator: Emulator): Collection<PolicyRecord> {
  return emulator.store.collection<PolicyRecord>('iam/policies');
}

export function keys(emulator: Emulator): Collection<KeyRecord> {
  return emulator.store.collection<KeyRecord>('iam/keys');
}

/** The key of a user or role in its table. Names are case-insensitive, so the key is in lower case. */
export function identityKey(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

/** The user or role behind an ARN such as `arn:aws:iam::000000000000:role/path/name`. */
export function identityByArn(emulator: Emulator, arn: string): UserRecord | RoleRecord | undefined {
  const [, accountId = '', kind = '', name = ''] =
    /^arn:[^:]+:iam::(\d+):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const found =
    kind === 'user'
      ? users(emulator).get(identityKey(accountId, name))
      : roles(emulator).get(identityKey(accountId, name));
  return found?.arn === arn ? found : undefined;
}
