import { urlTo } from '../router.ts';

/** The URLs of IAM's pages. A policy's ARN is in the query, since it has slashes. */
export const rolesUrl = () => urlTo('iam', 'roles');
export const roleUrl = (name: string) => urlTo('iam', 'roles', name);
export const createRoleUrl = () => urlTo('iam', 'create-role');
export const policiesUrl = () => urlTo('iam', 'policies');
export const policyUrl = (arn: string) => `${urlTo('iam', 'policy')}?${new URLSearchParams({ arn })}`;
