import { defined } from '../../core/defined.ts';
import type { Call, Emulator, Permission } from '../../core/emulator.ts';
import type { Collection } from '../../core/store.ts';
import { noSuchEntity } from './errors.ts';
import { type Identity, identityKey, type RoleRecord, roles, type UserRecord, users } from './records.ts';

/** Describes a type of identity, role or user, so that operations on both are written once. */
export interface IdentityType<T extends Identity = Identity> {
  noun: 'Role' | 'User';
  /** The member of an input that names the identity. */
  member: 'RoleName' | 'UserName';
  table(emulator: Emulator): Collection<T>;
}

export type IdentityInput = { RoleName?: string | undefined; UserName?: string | undefined };

export const roleType: IdentityType<RoleRecord> = { noun: 'Role', member: 'RoleName', table: roles };
export const userType: IdentityType<UserRecord> = { noun: 'User', member: 'UserName', table: users };

/** The role or user that an input names, or undefined. */
export function findIdentity<T extends Identity>(
  identityType: IdentityType<T>,
  input: IdentityInput,
  call: Call,
): T | undefined {
  const name = input[identityType.member] ?? '';
  const found = identityType.table(call.emulator).get(identityKey(call.caller.accountId, name));
  return found?.name === name ? found : undefined;
}

/** The role or user that an input names. Throws NoSuchEntity. */
export function requireIdentity<T extends Identity>(
  identityType: IdentityType<T>,
  input: IdentityInput,
  call: Call,
): T {
  const found = findIdentity(identityType, input, call);
  if (found === undefined) throw identityNotFound(identityType, input);
  return found;
}

function identityNotFound(identityType: IdentityType, input: IdentityInput): Error {
  return noSuchEntity(
    `The ${identityType.noun.toLowerCase()} with name ${input[identityType.member]} cannot be found.`,
  );
}

/** Stores a changed role or user. */
export function saveIdentity<T extends Identity>(identityType: IdentityType<T>, record: T, call: Call): void {
  identityType.table(call.emulator).set(identityKey(record.accountId, record.name), record);
}

/** All roles or users of the caller's account under a path. */
export function listIdentities<T extends Identity>(
  identityType: IdentityType<T>,
  call: Call,
  pathPrefix = '/',
): T[] {
  return [...identityType.table(call.emulator).values()].filter(
    ({ accountId, path }) => accountId === call.caller.accountId && path.startsWith(pathPrefix),
  );
}

/** The permission for the called operation on one role or user, with its tags as condition keys. */
export function identityPermissions(
  identityType: IdentityType,
  input: IdentityInput,
  call: Call,
  context: Permission['context'] = {},
): Permission[] {
  const record = findIdentity(identityType, input, call);
  const resource = record?.arn ?? arnFor(identityType, call, '/', input[identityType.member]);
  return [
    { action: `iam:${call.operation}`, resource, context: { ...resourceTags(record?.tags), ...context } },
  ];
}

/**
 * The permission for a change of an identity's policies or boundary. The identity's current boundary is a condition
 * key, so that a policy can allow such changes only for identities with a certain boundary. [doc: IAM user guide,
 * "Permissions boundaries"]
 */
export function boundaryAwarePermissions(
  identityType: IdentityType,
  input: IdentityInput,
  call: Call,
  context: Permission['context'] = {},
): Permission[] {
  const boundary = findIdentity(identityType, input, call)?.boundary;
  return identityPermissions(identityType, input, call, {
    ...defined({ 'iam:PermissionsBoundary': boundary }),
    ...context,
  });
}

/** The ARN of a role or user, whether it exists or not. */
export function arnFor(identityType: IdentityType, call: Call, path = '/', name = ''): string {
  return `arn:aws:iam::${call.caller.accountId}:${identityType.noun.toLowerCase()}${path}${name}`;
}

/** Tags of a resource as condition keys. */
export function resourceTags(tags: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

/** Tags of a request as condition keys. */
export function requestTags(
  tags: { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]));
}
