import type { Route } from '../router.ts';
import { Policies } from './policies/policies.tsx';
import { PolicyPage } from './policies/policy.tsx';
import { CreateRole } from './roles/create.tsx';
import { RolePage } from './roles/role.tsx';
import { Roles } from './roles/roles.tsx';

/** The pages of IAM. */
export const iamRoutes: readonly Route[] = [
  { path: '/iam/roles', page: Roles },
  { path: '/iam/roles/:name', page: RolePage },
  { path: '/iam/create-role', page: CreateRole },
  { path: '/iam/policies', page: Policies },
  { path: '/iam/policy', page: PolicyPage },
];
