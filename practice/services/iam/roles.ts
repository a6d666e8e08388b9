import type {
  CreateRoleCommandInput,
  ListRolesCommandInput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateRoleCommandInput,
} from '@aws-sdk/client-iam';
import type { Call } from '../../core/world.ts';
import { demandTrustPolicy } from './documents.ts';
import { alreadyExists, deleteConflict } from './faults.ts';
import { arnFor, ask, demand, list, type Named, requestTags, roleKind, save } from './identities.ts';
import { uniqueId } from './ids.ts';
import { demandBoundary } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { keyOf, type RoleRecord } from './records.ts';
import { roleInFull, roleInList, roleWhenMade } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

/** IAM's operations on roles themselves. */
export const roleOperations: Entries = {
  CreateRole: {
    asks: ({ RoleName, Path, Tags, PermissionsBoundary }: CreateRoleCommandInput, call) => [
      {
        action: 'iam:CreateRole',
        resource: arnFor(roleKind, call, Path, RoleName),
        context: {
          ...requestTags(Tags),
          ...(PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': PermissionsBoundary }),
        },
      },
    ],
    run: (input: CreateRoleCommandInput, call) => {
      const role = newRole(input, call);
      if (roleKind.table(call.world).has(keyOf(role.accountId, role.name))) {
        throw alreadyExists(`Role with name ${role.name} already exists.`);
      }
      save(roleKind, role, call);
      return { Role: roleWhenMade(role) };
    },
  },
  GetRole: {
    asks: (input: Named, call) => ask('GetRole', roleKind, input, call),
    run: (input: Named, call) => ({ Role: roleInFull(demand(roleKind, input, call)) }),
  },
  ListRoles: {
    asks: ({ PathPrefix }: ListRolesCommandInput, call) => [
      { action: 'iam:ListRoles', resource: arnFor(roleKind, call, PathPrefix) },
    ],
    run: (input: ListRolesCommandInput, call) => {
      const { items, rest } = pageOf(list(roleKind, call, input.PathPrefix), ({ name }) => name, input);
      return { Roles: items.map(roleInList), ...rest };
    },
  },
  DeleteRole: {
    asks: (input: Named, call) => ask('DeleteRole', roleKind, input, call),
    run: (input: Named, call) => {
      const role = demand(roleKind, input, call);
      if (role.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(role.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      roleKind.table(call.world).delete(keyOf(role.accountId, role.name));
      return {};
    },
  },
  UpdateRole: {
    asks: (input: Named, call) => ask('UpdateRole', roleKind, input, call),
    run: (input: UpdateRoleCommandInput, call) => {
      const role = demand(roleKind, input, call);
      save(
        roleKind,
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
    asks: (input: Named, call) => ask('UpdateRoleDescription', roleKind, input, call),
    run: (input: UpdateRoleCommandInput, call) => {
      const role = { ...demand(roleKind, input, call), description: input.Description ?? '' };
      save(roleKind, role, call);
      return { Role: roleInFull(role) };
    },
  },
  UpdateAssumeRolePolicy: {
    asks: (input: Named, call) => ask('UpdateAssumeRolePolicy', roleKind, input, call),
    run: (input: UpdateAssumeRolePolicyCommandInput, call) => {
      const role = demand(roleKind, input, call);
      const trust = input.PolicyDocument ?? '';
      demandTrustPolicy(call.world, role.accountId, trust);
      save(roleKind, { ...role, trust }, call);
      return {};
    },
  },
};

function newRole(input: CreateRoleCommandInput, call: Call): RoleRecord {
  const { RoleName: name = '', Path = '/', AssumeRolePolicyDocument: trust = '' } = input;
  const { accountId } = call.caller;
  demandTrustPolicy(call.world, accountId, trust);
  if (input.PermissionsBoundary !== undefined) demandBoundary(call, input.PermissionsBoundary);
  return {
    accountId,
    name,
    id: uniqueId('AROA'),
    arn: arnFor(roleKind, call, Path, name),
    path: Path,
    createdAt: call.now,
    inline: {},
    attached: [],
    ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
    tags: withTags({}, tagsOf(input.Tags)),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    trust,
  };
}
