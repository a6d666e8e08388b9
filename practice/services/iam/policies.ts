import type {
  CreatePolicyCommandInput,
  ListEntitiesForPolicyCommandInput,
  ListPoliciesCommandInput,
} from '@aws-sdk/client-iam';
import type { Call, Permission } from '../../core/world.ts';
import { demandManagedPolicy } from './documents.ts';
import { alreadyExists, deleteConflict } from './faults.ts';
import { list, requestTags, resourceTags, roleKind, userKind } from './identities.ts';
import { uniqueId } from './ids.ts';
import { allPolicies, demandOwnPolicy, demandPolicy, findPolicy, usesOf } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { type PolicyRecord, policies } from './records.ts';
import { policyInFull, policyInList, policyWhenMade } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

type OfPolicy = { PolicyArn?: string };

/** An action on one managed policy, with its tags as condition keys. */
export function askPolicy(action: string, call: Call, arn = ''): Permission[] {
  return [{ action: `iam:${action}`, resource: arn, context: resourceTags(findPolicy(call, arn)?.tags) }];
}

/** IAM's operations on managed policies themselves. */
export const policyOperations: Entries = {
  CreatePolicy: {
    asks: ({ PolicyName, Path = '/', Tags }: CreatePolicyCommandInput, call) => [
      {
        action: 'iam:CreatePolicy',
        resource: `arn:aws:iam::${call.caller.accountId}:policy${Path}${PolicyName}`,
        context: requestTags(Tags),
      },
    ],
    run: (input: CreatePolicyCommandInput, call) => {
      const policy = newPolicy(input, call);
      const taken = [...policies(call.world).values()].some(
        ({ accountId, name }) =>
          accountId === policy.accountId && name.toLowerCase() === policy.name.toLowerCase(),
      );
      if (taken) {
        throw alreadyExists(
          `A policy called ${policy.name} already exists. Duplicate names are not allowed.`,
        );
      }
      policies(call.world).set(policy.arn, policy);
      return { Policy: policyWhenMade(policy) };
    },
  },
  GetPolicy: {
    asks: ({ PolicyArn }: OfPolicy, call) => askPolicy('GetPolicy', call, PolicyArn),
    run: ({ PolicyArn = '' }: OfPolicy, call) => ({
      Policy: policyInFull(demandPolicy(call, PolicyArn), usesOf(call, PolicyArn)),
    }),
  },
  ListPolicies: {
    asks: () => [{ action: 'iam:ListPolicies', resource: '*' }],
    run: (input: ListPoliciesCommandInput, call) => {
      const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter } = input;
      const counted = allPolicies(call, Scope)
        .filter((policy) => policy.path.startsWith(PathPrefix))
        .map((policy) => ({ policy, uses: usesOf(call, policy.arn) }))
        .filter(({ uses }) => PolicyUsageFilter !== 'PermissionsBoundary' || uses.boundary > 0)
        .filter(({ uses }) => !OnlyAttached || uses.attached > 0);
      const { items, rest } = pageOf(counted, ({ policy }) => policy.arn, input);
      return { Policies: items.map(({ policy, uses }) => policyInList(policy, uses)), ...rest };
    },
  },
  DeletePolicy: {
    asks: ({ PolicyArn }: OfPolicy, call) => askPolicy('DeletePolicy', call, PolicyArn),
    run: ({ PolicyArn = '' }: OfPolicy, call) => {
      const policy = demandOwnPolicy(call, PolicyArn);
      const uses = usesOf(call, PolicyArn);
      if (uses.attached + uses.boundary > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      policies(call.world).delete(PolicyArn);
      return {};
    },
  },
  ListEntitiesForPolicy: {
    asks: ({ PolicyArn }: OfPolicy, call) => askPolicy('ListEntitiesForPolicy', call, PolicyArn),
    run: (input: ListEntitiesForPolicyCommandInput, call) => {
      const { PolicyArn = '', EntityFilter, PolicyUsageFilter, PathPrefix } = input;
      demandPolicy(call, PolicyArn);
      const using = [roleKind, userKind]
        .filter(({ noun }) => EntityFilter === undefined || EntityFilter === noun)
        .flatMap((kind) => list(kind, call, PathPrefix).map((record) => ({ noun: kind.noun, record })))
        .filter(
          ({ record }) =>
            (PolicyUsageFilter !== 'PermissionsBoundary' && record.attached.includes(PolicyArn)) ||
            (PolicyUsageFilter !== 'PermissionsPolicy' && record.boundary === PolicyArn),
        );
      const { items, rest } = pageOf(using, ({ record }) => record.arn, input);
      const ofKind = (noun: string) => items.filter((item) => item.noun === noun);
      return {
        PolicyGroups: [],
        PolicyRoles: ofKind('Role').map(({ record }) => ({ RoleName: record.name, RoleId: record.id })),
        PolicyUsers: ofKind('User').map(({ record }) => ({ UserName: record.name, UserId: record.id })),
        ...rest,
      };
    },
  },
};

function newPolicy(input: CreatePolicyCommandInput, call: Call): PolicyRecord {
  const { PolicyName: name = '', Path = '/', PolicyDocument = '', Description } = input;
  demandManagedPolicy(PolicyDocument);
  const { accountId } = call.caller;
  return {
    accountId,
    name,
    id: uniqueId('ANPA'),
    arn: `arn:aws:iam::${accountId}:policy${Path}${name}`,
    path: Path,
    ...(Description === undefined ? {} : { description: Description }),
    createdAt: call.now,
    updatedAt: call.now,
    versions: [{ id: 'v1', document: PolicyDocument, createdAt: call.now }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: withTags({}, tagsOf(input.Tags)),
  };
}
