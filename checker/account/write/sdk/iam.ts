import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListInstanceProfilesForRoleCommand,
} from '@aws-sdk/client-iam';
import type { Commands } from './types.ts';

export const iam: Commands<'iam'> = {
  ListInstanceProfilesForRole: ListInstanceProfilesForRoleCommand,
  DeleteRolePolicy: DeleteRolePolicyCommand,
  DetachRolePolicy: DetachRolePolicyCommand,
  DeleteRole: DeleteRoleCommand,
  DeletePolicyVersion: DeletePolicyVersionCommand,
  DeletePolicy: DeletePolicyCommand,
};
