import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Sdk } from './types.ts';

export const iam: Sdk<'iam'> = {
  client: (config) => new IAMClient(config),
  commands: {
    GetRole: GetRoleCommand,
    ListRolePolicies: ListRolePoliciesCommand,
    GetRolePolicy: GetRolePolicyCommand,
    ListAttachedRolePolicies: ListAttachedRolePoliciesCommand,
    ListEntitiesForPolicy: ListEntitiesForPolicyCommand,
    GetPolicy: GetPolicyCommand,
    GetPolicyVersion: GetPolicyVersionCommand,
    ListPolicyVersions: ListPolicyVersionsCommand,
    GetAccountSummary: GetAccountSummaryCommand,
    SimulatePrincipalPolicy: SimulatePrincipalPolicyCommand,
  },
};
