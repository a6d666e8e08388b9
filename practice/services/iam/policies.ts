import type { CreatePolicyCommandInput } from '@aws-sdk/client-iam';
import { defined } from '../../core/defined.ts';
import type { Call, Permission } from '../../core/emulator.ts';
import { alreadyExists, deleteConflict } from './errors.ts';
import { listIdentities, requestTags, resourceTags, roleType, userType } from './identities.ts';
import { uniqueId } from './ids.ts';
import {
  allPolicies,
  findPolicy,
  policyUsage,
  requireCustomerPolicy,
  requirePolicy,
} from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { type PolicyRecord, policies } from './records.ts';
import { requireManagedPolicy } from './require-policy-documents.ts';
import { createdPolicy, policyInFull, policyInList } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

/** The permission for the called operation on one managed policy, with its tags as condition keys. */
export function policyPermissions(call: Call, arn = ''): Permission[] {
  return [
    { action: `iam:${call.operation}`, resource: arn, context: resourceTags(findPolicy(call, arn)?.tags) },
  ];
}

/** IAM's operations on managed policies. */
export const policyOperations = {
  CreatePolicy: {
    permissions: ({ PolicyName, Path = '/', Tags }, call) => [
      {
        action: 'iam:CreatePolicy',
        resource: `arn:aws:iam::${call.caller.accountId}:policy${Path}${PolicyName}`,
        context: requestTags(Tags),
      },
    ],
    run: (input, call) => {
      const policy = newPolicy(input, call);
      const isTaken = [...policies(call.emulator).values()].some(
        ({ accountId, name }) =>
          accountId === policy.accountId && name.toLowerCase() === policy.name.toLowerCase(),
      );
      if (isTaken) {
        throw alreadyExists(
          `A policy called ${policy.name} already exists. Duplicate names are not allowed.`,
        );
      }
      policies(call.emulator).set(policy.arn, policy);
      return { Policy: createdPolicy(policy) };
    },
  },
  GetPolicy: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: ({ PolicyArn = '' }, call) => ({
      Policy: policyInFull(requirePolicy(call, PolicyArn), policyUsage(call, PolicyArn)),
    }),
  },
  ListPolicies: {
    permissions: () => [{ action: 'iam:ListPolicies', resource: '*' }],
    run: (input, call) => {
      const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter } = input;
      const counted = allPolicies(call, Scope)
        .filter((policy) => policy.path.startsWith(PathPrefix))
        .map((policy) => ({ policy, usage: policyUsage(call, policy.arn) }))
        .filter(({ usage }) => PolicyUsageFilter !== 'PermissionsBoundary' || usage.boundary > 0)
        .filter(({ usage }) => !OnlyAttached || usage.attached > 0);
      const { items, rest } = pageOf(counted, ({ policy }) => policy.arn, input);
      return { Policies: items.map(({ policy, usage }) => policyInList(policy, usage)), ...rest };
    },
  },
  DeletePolicy: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: ({ PolicyArn = '' }, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      const usage = policyUsage(call, PolicyArn);
      if (usage.attached + usage.boundary > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      policies(call.emulator).delete(PolicyArn);
      return {};
    },
  },
  ListEntitiesForPolicy: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: (input, call) => {
      const { PolicyArn = '', EntityFilter, PolicyUsageFilter, PathPrefix } = input;
      requirePolicy(call, PolicyArn);
      const entities = [roleType, userType]
        .filter(({ noun }) => EntityFilter === undefined || EntityFilter === noun)
        .flatMap((identityType) =>
          listIdentities(identityType, call, PathPrefix).map((record) => ({
            noun: identityType.noun,
            record,
          })),
        )
        .filter(
          ({ record }) =>
            (PolicyUsageFilter !== 'PermissionsBoundary' && record.attached.includes(PolicyArn)) ||
            (PolicyUsageFilter !== 'PermissionsPolicy' && record.boundary === PolicyArn),
        );
      const { items, rest } = pageOf(entities, ({ record }) => record.arn, input);
      const ofType = (noun: string) => items.filter((item) => item.noun === noun);
      return {
        PolicyGroups: [],
        PolicyRoles: ofType('Role').map(({ record }) => ({ RoleName: record.name, RoleId: record.id })),
        PolicyUsers: ofType('User').map(({ record }) => ({ UserName: record.name, UserId: record.id })),
        ...rest,
      };
    },
  },
} satisfies IamOperations;

function newPolicy(input: CreatePolicyCommandInput, call: Call): PolicyRecord {
  const { PolicyName: name = '', Path = '/', PolicyDocument = '', Description } = input;
  requireManagedPolicy(PolicyDocument);
  const { accountId } = call.caller;
  return {
    accountId,
    name,
    id: uniqueId('ANPA'),
    arn: `arn:aws:iam::${accountId}:policy${Path}${name}`,
    path: Path,
    ...defined({ description: Description }),
    createdAt: call.now,
    updatedAt: call.now,
    versions: [{ id: 'v1', document: PolicyDocument, createdAt: call.now }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: withTags({}, tagsOf(input.Tags)),
  };
}
