import { identityPermissions, listIdentities, requireIdentity, roleType, userType } from './identities.ts';
import { allPolicies } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { keys } from './records.ts';

/** IAM's operations on the account as a whole, and lists of resources that the practice account never has. */
export const accountOperations = {
  GetAccountSummary: {
    permissions: () => [{ action: 'iam:GetAccountSummary', resource: '*' }],
    run: (_input, call) => {
      const local = allPolicies(call, 'Local');
      const rootArn = `arn:aws:iam::${call.caller.accountId}:root`;
      const rootKeys = [...keys(call.emulator).values()].filter(
        ({ principalArn }) => principalArn === rootArn,
      );
      return {
        SummaryMap: {
          Users: listIdentities(userType, call).length,
          UsersQuota: 5000,
          Groups: 0,
          GroupsQuota: 300,
          Roles: listIdentities(roleType, call).length,
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
    permissions: () => [{ action: 'iam:ListAccountAliases', resource: '*' }],
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  },
  ListInstanceProfilesForRole: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => {
      requireIdentity(roleType, input, call);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  },
  ListGroupsForUser: {
    permissions: (input, call) => identityPermissions(userType, input, call),
    run: (input, call) => {
      requireIdentity(userType, input, call);
      return { Groups: [], IsTruncated: false };
    },
  },
} satisfies IamOperations;
