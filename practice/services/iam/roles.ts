import type { CreateRoleCommandInput } from '@aws-sdk/client-iam';
import { defined } from '../../core/defined.ts';
import type { Call } from '../../core/emulator.ts';
import { alreadyExists, deleteConflict } from './errors.ts';
import {
  arnFor,
  identityPermissions,
  listIdentities,
  requestTags,
  requireIdentity,
  roleType,
  saveIdentity,
} from './identities.ts';
import { uniqueId } from './ids.ts';
import { requireBoundary } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { identityKey, type RoleRecord } from './records.ts';
import { requireTrustPolicy } from './require-policy-documents.ts';
import { createdRole, roleInFull, roleInList } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

/** IAM's operations on roles. */
export const roleOperations = {
  CreateRole: {
    permissions: ({ RoleName, Path, Tags, PermissionsBoundary }, call) => [
      {
        action: 'iam:CreateRole',
        resource: arnFor(roleType, call, Path, RoleName),
        context: {
          ...requestTags(Tags),
          ...defined({ 'iam:PermissionsBoundary': PermissionsBoundary }),
        },
      },
    ],
    run: (input, call) => {
      const role = newRole(input, call);
      if (roleType.table(call.emulator).has(identityKey(role.accountId, role.name))) {
        throw alreadyExists(`Role with name ${role.name} already exists.`);
      }
      saveIdentity(roleType, role, call);
      return { Role: createdRole(role) };
    },
  },
  GetRole: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => ({ Role: roleInFull(requireIdentity(roleType, input, call)) }),
  },
  ListRoles: {
    permissions: ({ PathPrefix }, call) => [
      { action: 'iam:ListRoles', resource: arnFor(roleType, call, PathPrefix) },
    ],
    run: (input, call) => {
      const { items, rest } = pageOf(
        listIdentities(roleType, call, input.PathPrefix),
        ({ name }) => name,
        input,
      );
      return { Roles: items.map(roleInList), ...rest };
    },
  },
  DeleteRole: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => {
      const role = requireIdentity(roleType, input, call);
      if (role.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(role.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      roleType.table(call.emulator).delete(identityKey(role.accountId, role.name));
      return {};
    },
  },
  UpdateRole: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => {
      const role = requireIdentity(roleType, input, call);
      saveIdentity(
        roleType,
        {
          ...role,
          description: input.Description ?? role.description ?? '',
          maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
        },
        call,
      );
      return {};
    },
  },
  UpdateRoleDescription: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => {
      const role = { ...requireIdentity(roleType, input, call), description: input.Description ?? '' };
      saveIdentity(roleType, role, call);
      return { Role: roleInFull(role) };
    },
  },
  UpdateAssumeRolePolicy: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => {
      const role = requireIdentity(roleType, input, call);
      const trust = input.PolicyDocument ?? '';
      requireTrustPolicy(call.emulator, role.accountId, trust);
      saveIdentity(roleType, { ...role, trust }, call);
      return {};
    },
  },
} satisfies IamOperations;

function newRole(input: CreateRoleCommandInput, call: Call): RoleRecord {
  const { RoleName: name = '', Path = '/', AssumeRolePolicyDocument: trust = '' } = input;
  const { accountId } = call.caller;
  requireTrustPolicy(call.emulator, accountId, trust);
  if (input.PermissionsBoundary !== undefined) requireBoundary(call, input.PermissionsBoundary);
  return {
    accountId,
    name,
    id: uniqueId('AROA'),
    arn: arnFor(roleType, call, Path, name),
    path: Path,
    createdAt: call.now,
    inline: {},
    attached: [],
    ...defined({ boundary: input.PermissionsBoundary }),
    tags: withTags({}, tagsOf(input.Tags)),
    ...defined({ description: input.Description }),
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    trust,
  };
}
