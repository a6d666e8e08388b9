import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
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
import type { ClientConfig } from './client-config.ts';
import { read, write } from './declare.ts';

const noEntity = ['NoSuchEntity', 'NoSuchEntityException'];

export const iam = {
  client: (config: ClientConfig) => new IAMClient(config),
  operations: {
    GetRole: read(GetRoleCommand, {
      actions: ['iam:GetRole'],
      requiredField: 'Role',
      absentCodes: noEntity,
      inTeardown: true,
    }),
    ListRoles: read(ListRolesCommand, { actions: ['iam:ListRoles'], inTeardown: true }),
    ListInstanceProfilesForRole: read(ListInstanceProfilesForRoleCommand, {
      actions: ['iam:ListInstanceProfilesForRole'],
      absentCodes: noEntity,
      inTeardown: true,
    }),
    ListRolePolicies: read(ListRolePoliciesCommand, {
      actions: ['iam:ListRolePolicies'],
      absentCodes: noEntity,
      inTeardown: true,
    }),
    GetRolePolicy: read(GetRolePolicyCommand, { actions: ['iam:GetRolePolicy'], absentCodes: noEntity }),
    ListAttachedRolePolicies: read(ListAttachedRolePoliciesCommand, {
      actions: ['iam:ListAttachedRolePolicies'],
      absentCodes: noEntity,
      inTeardown: true,
    }),
    ListEntitiesForPolicy: read(ListEntitiesForPolicyCommand, {
      actions: ['iam:ListEntitiesForPolicy'],
      absentCodes: noEntity,
      inTeardown: true,
    }),
    GetPolicy: read(GetPolicyCommand, {
      actions: ['iam:GetPolicy'],
      requiredField: 'Policy',
      absentCodes: noEntity,
      inTeardown: true,
    }),
    GetPolicyVersion: read(GetPolicyVersionCommand, {
      actions: ['iam:GetPolicyVersion'],
      absentCodes: noEntity,
    }),
    ListPolicies: read(ListPoliciesCommand, { actions: ['iam:ListPolicies'], inTeardown: true }),
    ListPolicyVersions: read(ListPolicyVersionsCommand, {
      actions: ['iam:ListPolicyVersions'],
      absentCodes: noEntity,
      inTeardown: true,
    }),
    GetAccountSummary: read(GetAccountSummaryCommand, {
      actions: ['iam:GetAccountSummary'],
      requiredField: 'SummaryMap',
    }),
    SimulatePrincipalPolicy: read(SimulatePrincipalPolicyCommand, {
      actions: ['iam:SimulatePrincipalPolicy'],
      requiredField: 'EvaluationResults',
    }),
    DeleteRolePolicy: write(DeleteRolePolicyCommand, {
      actions: ['iam:DeleteRolePolicy'],
      alreadyDoneCodes: noEntity,
    }),
    DetachRolePolicy: write(DetachRolePolicyCommand, {
      actions: ['iam:DetachRolePolicy'],
      alreadyDoneCodes: noEntity,
    }),
    DeleteRole: write(DeleteRoleCommand, { actions: ['iam:DeleteRole'], alreadyDoneCodes: noEntity }),
    DeletePolicyVersion: write(DeletePolicyVersionCommand, {
      actions: ['iam:DeletePolicyVersion'],
      alreadyDoneCodes: noEntity,
    }),
    DeletePolicy: write(DeletePolicyCommand, { actions: ['iam:DeletePolicy'], alreadyDoneCodes: noEntity }),
  },
};
