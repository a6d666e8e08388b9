import type { Call } from '../../core/emulator.ts';
import { invalidInput, limitExceeded, noSuchEntity } from './errors.ts';
import {
  boundaryAwarePermissions,
  type IdentityInput,
  type IdentityType,
  identityPermissions,
  requireIdentity,
  roleType,
  saveIdentity,
  userType,
} from './identities.ts';
import { findPolicy, requireBoundary } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { type PageInput, pageOf } from './paging.ts';
import type { Identity } from './records.ts';

type PolicyInput = IdentityInput & { PolicyArn: string | undefined };
type BoundaryInput = IdentityInput & { PermissionsBoundary: string | undefined };
type ListInput = IdentityInput & PageInput & { PathPrefix?: string | undefined };

const quota = 10;

/** Operations that attach, detach and list the managed policies of a role or user, and set its permissions boundary. */
export const attachmentOperations = {
  AttachRolePolicy: attachPolicy(roleType),
  DetachRolePolicy: detachPolicy(roleType),
  ListAttachedRolePolicies: listAttachedPolicies(roleType),
  PutRolePermissionsBoundary: putBoundary(roleType),
  DeleteRolePermissionsBoundary: deleteBoundary(roleType),
  AttachUserPolicy: attachPolicy(userType),
  DetachUserPolicy: detachPolicy(userType),
  ListAttachedUserPolicies: listAttachedPolicies(userType),
  PutUserPermissionsBoundary: putBoundary(userType),
  DeleteUserPermissionsBoundary: deleteBoundary(userType),
} satisfies IamOperations;

function attachmentPermissions(identityType: IdentityType) {
  return (input: PolicyInput, call: Call) =>
    boundaryAwarePermissions(identityType, input, call, { 'iam:PolicyARN': input.PolicyArn ?? '' });
}

function attachPolicy<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: attachmentPermissions(identityType),
    run: (input: PolicyInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      const { PolicyArn = '' } = input;
      if (!/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+/.test(PolicyArn)) {
        throw invalidInput(`ARN ${PolicyArn} is not valid.`);
      }
      if (findPolicy(call, PolicyArn) === undefined) {
        throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      }
      const attached = [...new Set([...record.attached, PolicyArn])];
      if (attached.length > quota) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${identityType.noun}: ${quota}`);
      }
      saveIdentity(identityType, { ...record, attached }, call);
      return {};
    },
  };
}

function detachPolicy<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: attachmentPermissions(identityType),
    run: (input: PolicyInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      const attached = record.attached.filter((arn) => arn !== input.PolicyArn);
      if (attached.length === record.attached.length) {
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      }
      saveIdentity(identityType, { ...record, attached }, call);
      return {};
    },
  };
}

function listAttachedPolicies(identityType: IdentityType) {
  return {
    permissions: (input: ListInput, call: Call) => identityPermissions(identityType, input, call),
    run: (input: ListInput, call: Call) => {
      const { PathPrefix = '/' } = input;
      const all = requireIdentity(identityType, input, call)
        .attached.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) ?? '' }))
        .filter(({ PolicyArn }) => PolicyArn.slice(PolicyArn.indexOf(':policy/') + 7).startsWith(PathPrefix));
      const { items, rest } = pageOf(all, ({ PolicyArn }) => PolicyArn, input);
      return { AttachedPolicies: items, ...rest };
    },
  };
}

function putBoundary<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: (input: BoundaryInput, call: Call) =>
      identityPermissions(identityType, input, call, {
        'iam:PermissionsBoundary': input.PermissionsBoundary ?? '',
      }),
    run: (input: BoundaryInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      const boundary = input.PermissionsBoundary ?? '';
      requireBoundary(call, boundary);
      saveIdentity(identityType, { ...record, boundary }, call);
      return {};
    },
  };
}

function deleteBoundary<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: (input: IdentityInput, call: Call) => boundaryAwarePermissions(identityType, input, call),
    run: (input: IdentityInput, call: Call) => {
      const record = { ...requireIdentity(identityType, input, call) };
      if (record.boundary === undefined) {
        throw noSuchEntity(`${identityType.noun} ${record.name} does not have a permissions boundary.`);
      }
      delete record.boundary;
      saveIdentity(identityType, record, call);
      return {};
    },
  };
}
