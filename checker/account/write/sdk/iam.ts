import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Commands } from './types.ts';

export const iam: Commands<'iam'> = {
  DeleteRolePolicy: DeleteRolePolicyCommand,
  DetachRolePolicy: DetachRolePolicyCommand,
  DeleteRole: DeleteRoleCommand,
  DeletePolicyVersion: DeletePolicyVersionCommand,
  DeletePolicy: DeletePolicyCommand,
};
