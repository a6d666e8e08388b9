import type { Calls } from './calls.ts';
import { all, andThen, type Fact, map } from './fact.ts';
import { completeList, type ListResult, readAll } from './paging.ts';

export interface Role {
  name: string;
  arn: string;
  /** AWS never reuses it, not even for a new role of the same name. */
  id: string;
  path: string;
  /** The trust policy, as JSON text. */
  trust: string;
  tags: Record<string, string>;
  /** Milliseconds since the epoch. */
  created?: number;
  /** When and in which region the role was last used, as far as IAM has tracked it. `at`: milliseconds since the epoch. */
  lastUsed?: { at: number; region: string };
}

export interface RolePolicy {
  name: string;
  kind: 'inline' | 'attached';
  /** Set for an attached policy. */
  arn?: string;
  /** JSON text. */
  document: string;
}

/** IAM percent-encodes the documents that it returns. */
function decode(document: string | undefined): string {
  try {
    return decodeURIComponent(document ?? '');
  } catch {
    return document ?? '';
  }
}

/** `arn:aws:iam::123456789012:role/service-role/name` → `name`: IAM's calls take a role's name without its path. */
export function roleNameOf(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? '';
}

function lastUse(
  use: { LastUsedDate?: Date | undefined; Region?: string | undefined } = {},
): Pick<Role, 'lastUsed'> {
  if (use.LastUsedDate === undefined || use.Region === undefined) return {};
  return { lastUsed: { at: use.LastUsedDate.getTime(), region: use.Region } };
}

export async function role(calls: Calls, name: string): Promise<Fact<Role>> {
  const response = await calls.read('iam', 'GetRole', { RoleName: name });
  return map(response, ({ Role: found }) => ({
    name: found?.RoleName ?? name,
    arn: found?.Arn ?? '',
    id: found?.RoleId ?? '',
    path: found?.Path ?? '/',
    trust: decode(found?.AssumeRolePolicyDocument),
    tags: Object.fromEntries((found?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    ...(found?.CreateDate === undefined ? {} : { created: found.CreateDate.getTime() }),
    ...lastUse(found?.RoleLastUsed),
  }));
}

/** A role's entry in the account's list, which has neither tags nor the last use. */
export interface ListedRole {
  name: string;
  arn: string;
  path: string;
}

/** All roles of the account. */
export function roles(calls: Calls): Promise<Fact<ListResult<ListedRole>>> {
  return readAll(calls, {
    service: 'iam',
    operation: 'ListRoles',
    input: { MaxItems: 1000 },
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ Roles = [] }) =>
      Roles.map(({ RoleName = '', Arn = '', Path = '/' }) => ({ name: RoleName, arn: Arn, path: Path })),
  });
}

/** The ARNs of the account's customer managed policies. */
export function customerPolicies(calls: Calls): Promise<Fact<ListResult<string>>> {
  return readAll(calls, {
    service: 'iam',
    operation: 'ListPolicies',
    input: { Scope: 'Local', MaxItems: 1000 },
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ Policies = [] }) => Policies.map(({ Arn = '' }) => Arn),
  });
}

/** The names of the instance profiles that contain a role. */
export function instanceProfiles(calls: Calls, roleName: string): Promise<Fact<ListResult<string>>> {
  return readAll(calls, {
    service: 'iam',
    operation: 'ListInstanceProfilesForRole',
    input: { RoleName: roleName },
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ InstanceProfiles = [] }) =>
      InstanceProfiles.map(({ InstanceProfileName = '' }) => InstanceProfileName),
  });
}

/** The names of a role's inline policies. */
export function inlinePolicyNames(calls: Calls, roleName: string): Promise<Fact<ListResult<string>>> {
  return readAll(calls, {
    service: 'iam',
    operation: 'ListRolePolicies',
    input: { RoleName: roleName },
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ PolicyNames = [] }) => PolicyNames,
  });
}

/** The managed policies that are attached to a role. */
export function attachedPolicies(
  calls: Calls,
  roleName: string,
): Promise<Fact<ListResult<{ name: string; arn: string }>>> {
  return readAll(calls, {
    service: 'iam',
    operation: 'ListAttachedRolePolicies',
    input: { RoleName: roleName },
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ AttachedPolicies = [] }) =>
      AttachedPolicies.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn })),
  });
}

async function inlinePolicy(calls: Calls, roleName: string, name: string): Promise<Fact<RolePolicy>> {
  const response = await calls.read('iam', 'GetRolePolicy', { RoleName: roleName, PolicyName: name });
  return map(response, ({ PolicyDocument }) => ({ name, kind: 'inline', document: decode(PolicyDocument) }));
}

async function managedPolicy(calls: Calls, name: string, arn: string): Promise<Fact<RolePolicy>> {
  const policy = await calls.read('iam', 'GetPolicy', { PolicyArn: arn });
  return andThen(policy, async ({ Policy }) => {
    const version = await calls.read('iam', 'GetPolicyVersion', {
      PolicyArn: arn,
      VersionId: Policy?.DefaultVersionId ?? 'v1',
    });
    return map(version, ({ PolicyVersion }) => ({
      name,
      kind: 'attached' as const,
      arn,
      document: decode(PolicyVersion?.Document),
    }));
  });
}

/** Every policy of a role, inline and attached, with its document. */
export async function rolePolicies(calls: Calls, roleName: string): Promise<Fact<RolePolicy[]>> {
  const [inline, attached] = await Promise.all([
    inlinePolicyNames(calls, roleName),
    attachedPolicies(calls, roleName),
  ]);
  const names = all<[string[], { name: string; arn: string }[]]>([
    completeList(inline, 'iam', 'ListRolePolicies'),
    completeList(attached, 'iam', 'ListAttachedRolePolicies'),
  ]);
  return andThen(names, async ([inlineNames, managed]) =>
    all<RolePolicy[]>(
      await Promise.all([
        ...inlineNames.map((name) => inlinePolicy(calls, roleName, name)),
        ...managed.map(({ name, arn }) => managedPolicy(calls, name, arn)),
      ]),
    ),
  );
}
