import { ask, demand, list, type Named, roleKind, userKind } from './identities.ts';
import { allPolicies } from './managed.ts';
import type { Entries } from './operation.ts';
import { keys } from './records.ts';

/** What IAM tells of the account as a whole, and of what there is none of here. */
export const accountOperations: Entries = {
  GetAccountSummary: {
    asks: () => [{ action: 'iam:GetAccountSummary', resource: '*' }],
    run: (_input: unknown, call) => {
      const local = allPolicies(call, 'Local');
      const ownRoot = `arn:aws:iam::${call.caller.accountId}:root`;
      const rootKeys = [...keys(call.world).values()].filter(({ principalArn }) => principalArn === ownRoot);
      return {
        SummaryMap: {
          Users: list(userKind, call).length,
          UsersQuota: 5000,
          Groups: 0,
          GroupsQuota: 300,
          Roles: list(roleKind, call).length,
          RolesQuota: 1000,
          Policies: local.length,
          PoliciesQuota: 1500,
          PolicyVersionsInUse: local.length,
          PolicyVersionsInUseQuota: 10_000,
          VersionsPerPolicyQuota: 5,
          PolicySizeQuota: 6144,
          AssumeRolePolicySizeQuota: 2048,
          RolePolicySizeQuota: 10_240,
          UserPolicySizeQuota: 2048,
          AttachedPoliciesPerRoleQuota: 10,
          AttachedPoliciesPerUserQuota: 10,
          AccessKeysPerUserQuota: 2,
          AccountAccessKeysPresent: rootKeys.length,
          AccountMFAEnabled: 0,
          InstanceProfiles: 0,
          InstanceProfilesQuota: 1000,
        },
      };
    },
  },
  ListAccountAliases: {
    asks: () => [{ action: 'iam:ListAccountAliases', resource: '*' }],
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  },
  ListInstanceProfilesForRole: {
    asks: (input: Named, call) => ask('ListInstanceProfilesForRole', roleKind, input, call),
    run: (input: Named, call) => {
      demand(roleKind, input, call);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  },
  ListGroupsForUser: {
    asks: (input: Named, call) => ask('ListGroupsForUser', userKind, input, call),
    run: (input: Named, call) => {
      demand(userKind, input, call);
      return { Groups: [], IsTruncated: false };
    },
  },
};
