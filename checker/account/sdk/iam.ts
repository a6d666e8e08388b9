import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Sdk } from './types.ts';

export const iam: Sdk<'iam'> = {
  client: (config) => new IAMClient(config),
  commands: {
    GetRole: GetRoleCommand,
    ListRoles: ListRolesCommand,
    ListInstanceProfilesForRole: ListInstanceProfilesForRoleCommand,
    ListRolePolicies: ListRolePoliciesCommand,
    GetRolePolicy: GetRolePolicyCommand,
    ListAttachedRolePolicies: ListAttachedRolePoliciesCommand,
    ListEntitiesForPolicy: ListEntitiesForPolicyCommand,
    GetPolicy: GetPolicyCommand,
    GetPolicyVersion: GetPolicyVersionCommand,
    ListPolicies: ListPoliciesCommand,
    ListPolicyVersions: ListPolicyVersionsCommand,
    GetAccountSummary: GetAccountSummaryCommand,
    SimulatePrincipalPolicy: SimulatePrincipalPolicyCommand,
  },
};
