import type { Policy, PolicyVersion, Role, User } from '@aws-sdk/client-iam';
import { defined } from '../../core/defined.ts';
import type { Identity, PolicyRecord, RoleRecord, UserRecord } from './records.ts';
import { urlEncoded } from './require-policy-documents.ts';
import { tagList } from './tag-list.ts';

/** A time without fractions of a second, as IAM returns times. */
export function wholeSeconds(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / 1000) * 1000);
}

/** A role as lists show it: without tags, boundary and last use. */
export function roleInList(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: wholeSeconds(role.createdAt),
    AssumeRolePolicyDocument: urlEncoded(role.trust),
    ...defined({ Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** A role as CreateRole shows it: without description and maximum session duration. */
export function createdRole(role: RoleRecord): Role {
  const { Description, MaxSessionDuration, ...shown } = roleInList(role);
  return { ...shown, ...tagsAndBoundary(role) };
}

/** A role as GetRole shows it. */
export function roleInFull(role: RoleRecord): Role {
  const { lastUsed } = role;
  return {
    ...roleInList(role),
    ...tagsAndBoundary(role),
    RoleLastUsed: lastUsed ? { LastUsedDate: wholeSeconds(lastUsed.at), Region: lastUsed.region } : {},
  };
}

export function userInList(user: UserRecord): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: wholeSeconds(user.createdAt),
  };
}

export function userInFull(user: UserRecord): User {
  return { ...userInList(user), ...tagsAndBoundary(user) };
}

// AWS sends `Policy`, which the SDK's type does not list.
const boundaryType = 'Policy' as 'PermissionsBoundaryPolicy';

function tagsAndBoundary({ tags, boundary }: Identity): Pick<Role, 'Tags' | 'PermissionsBoundary'> {
  return {
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) }),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: boundaryType, PermissionsBoundaryArn: boundary } }),
  };
}

/** A managed policy as lists show it. `usage` counts its uses as a policy and as a boundary. */
export function policyInList(policy: PolicyRecord, usage: { attached: number; boundary: number }): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: usage.attached,
    PermissionsBoundaryUsageCount: usage.boundary,
    IsAttachable: true,
    CreateDate: wholeSeconds(policy.createdAt),
    UpdateDate: wholeSeconds(policy.updatedAt),
  };
}

export function policyInFull(policy: PolicyRecord, usage: { attached: number; boundary: number }): Policy {
  return {
    ...policyInList(policy, usage),
    ...defined({ Description: policy.description }),
    Tags: tagList(policy.tags),
  };
}

/** A managed policy as CreatePolicy shows it. */
export function createdPolicy(policy: PolicyRecord): Policy {
  const tags = tagList(policy.tags);
  return {
    ...policyInList(policy, { attached: 0, boundary: 0 }),
    ...(tags.length === 0 ? {} : { Tags: tags }),
  };
}

/** A version as lists show it: without its document. */
export function versionInList(
  policy: PolicyRecord,
  version: PolicyRecord['versions'][number],
): PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: wholeSeconds(version.createdAt),
  };
}
