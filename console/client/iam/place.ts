import { to } from '../router.ts';

/** Where IAM's pages are. A policy is named by its ARN, which has slashes. */
export const rolesAddress = () => to('iam', 'roles');
export const roleAddress = (name: string) => to('iam', 'roles', name);
export const createRoleAddress = () => to('iam', 'create-role');
export const policiesAddress = () => to('iam', 'policies');
export const policyAddress = (arn: string) => `${to('iam', 'policy')}?${new URLSearchParams({ arn })}`;
