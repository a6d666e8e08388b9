import type { Collection } from '../../core/store.ts';
import type { Call, Permission, World } from '../../core/world.ts';
import { noSuchEntity } from './faults.ts';
import { type Identity, keyOf, type RoleRecord, roles, type UserRecord, users } from './records.ts';

/** The two kinds of identity, so that what IAM does to both is written once. */
export interface Kind<T extends Identity = Identity> {
  noun: 'Role' | 'User';
  /** The member of an input that names one. */
  member: 'RoleName' | 'UserName';
  table(world: World): Collection<T>;
}

export type Named = { RoleName?: string | undefined; UserName?: string | undefined };

export const roleKind: Kind<RoleRecord> = { noun: 'Role', member: 'RoleName', table: roles };
export const userKind: Kind<UserRecord> = { noun: 'User', member: 'UserName', table: users };

/** The role or user that an input names, or undefined. */
export function find<T extends Identity>(kind: Kind<T>, input: Named, call: Call): T | undefined {
  const name = input[kind.member] ?? '';
  const found = kind.table(call.world).get(keyOf(call.caller.accountId, name));
  return found?.name === name ? found : undefined;
}

/** The role or user that an input names. Throws NoSuchEntity. */
export function demand<T extends Identity>(kind: Kind<T>, input: Named, call: Call): T {
  const found = find(kind, input, call);
  if (found === undefined) throw missing(kind, input);
  return found;
}

function missing(kind: Kind, input: Named): Error {
  return noSuchEntity(`The ${kind.noun.toLowerCase()} with name ${input[kind.member]} cannot be found.`);
}

/** Stores a changed role or user. */
export function save<T extends Identity>(kind: Kind<T>, record: T, call: Call): void {
  kind.table(call.world).set(keyOf(record.accountId, record.name), record);
}

/** All roles or users of the caller's account under a path. */
export function list<T extends Identity>(kind: Kind<T>, call: Call, pathPrefix = '/'): T[] {
  return [...kind.table(call.world).values()].filter(
    ({ accountId, path }) => accountId === call.caller.accountId && path.startsWith(pathPrefix),
  );
}

/** An action on one role or user, with its tags as condition keys. */
export function ask(
  action: string,
  kind: Kind,
  input: Named,
  call: Call,
  context: Permission['context'] = {},
): Permission[] {
  const record = find(kind, input, call);
  const resource = record?.arn ?? arnFor(kind, call, '/', input[kind.member]);
  return [{ action: `iam:${action}`, resource, context: { ...resourceTags(record?.tags), ...context } }];
}

/**
 * The same for what changes an identity's policies or boundary: the boundary that it has is a condition key, so that
 * who may write policies can be held to identities with one. [doc: IAM user guide, "Permissions boundaries"]
 */
export function askBehindBoundary(
  action: string,
  kind: Kind,
  input: Named,
  call: Call,
  context: Permission['context'] = {},
): Permission[] {
  const boundary = find(kind, input, call)?.boundary;
  return ask(action, kind, input, call, {
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...context,
  });
}

/** The ARN that a role or user has, or would have. */
export function arnFor(kind: Kind, call: Call, path = '/', name = ''): string {
  return `arn:aws:iam::${call.caller.accountId}:${kind.noun.toLowerCase()}${path}${name}`;
}

/** Tags as the condition keys that speak of the resource. */
export function resourceTags(tags: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

/** Tags of an input as the condition keys that speak of the request. */
export function requestTags(
  tags: { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]));
}
