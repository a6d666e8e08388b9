import type { Call } from '../../core/emulator.ts';
import { ownMember } from '../../core/own-member.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
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
import type { IamOperations } from './operations.ts';
import { type PageInput, pageOf } from './paging.ts';
import type { Identity } from './records.ts';
import { requireInlinePolicy, sizeOf, urlEncoded } from './require-policy-documents.ts';

type PolicyInput = IdentityInput & { PolicyName: string | undefined };

/** The maximum size of all inline policies together, in bytes without white space. */
const quota = { Role: 10_240, User: 2048 };

/** IAM's operations on the inline policies of roles and users. */
export const inlineOperations = {
  PutRolePolicy: putPolicy(roleType),
  GetRolePolicy: {
    permissions: (input, call) => identityPermissions(roleType, input, call),
    run: (input, call) => ({ RoleName: input.RoleName, ...storedPolicy(roleType, input, call) }),
  },
  ListRolePolicies: listPolicies(roleType),
  DeleteRolePolicy: deletePolicy(roleType),
  PutUserPolicy: putPolicy(userType),
  GetUserPolicy: {
    permissions: (input, call) => identityPermissions(userType, input, call),
    run: (input, call) => ({ UserName: input.UserName, ...storedPolicy(userType, input, call) }),
  },
  ListUserPolicies: listPolicies(userType),
  DeleteUserPolicy: deletePolicy(userType),
} satisfies IamOperations;

function putPolicy<T extends Identity>(identityType: IdentityType<T>) {
  const { noun } = identityType;
  return {
    permissions: (input: IdentityInput, call: Call) => boundaryAwarePermissions(identityType, input, call),
    run: (input: PolicyInput & { PolicyDocument: string | undefined }, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      const { PolicyName = '', PolicyDocument = '' } = input;
      requireInlinePolicy(PolicyDocument);
      const inline = { ...record.inline, [PolicyName]: PolicyDocument };
      const size = Object.values(inline).reduce((sum, text) => sum + sizeOf(text), 0);
      if (size > quota[noun]) {
        throw limitExceeded(
          `Maximum policy size of ${quota[noun]} bytes exceeded for ${noun.toLowerCase()} ${record.name}`,
        );
      }
      saveIdentity(identityType, { ...record, inline }, call);
      return {};
    },
  };
}

function storedPolicy(identityType: IdentityType, input: PolicyInput, call: Call) {
  const { inline } = requireIdentity(identityType, input, call);
  const text = ownMember(inline, input.PolicyName ?? '');
  if (text === undefined) throw policyNotFound(identityType, input);
  return { PolicyName: input.PolicyName, PolicyDocument: urlEncoded(text) };
}

function listPolicies(identityType: IdentityType) {
  return {
    permissions: (input: IdentityInput, call: Call) => identityPermissions(identityType, input, call),
    run: (input: IdentityInput & PageInput, call: Call) => {
      const names = Object.keys(requireIdentity(identityType, input, call).inline);
      const { items, rest } = pageOf(names, (name) => name, input);
      return { PolicyNames: items, ...rest };
    },
  };
}

function deletePolicy<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: (input: IdentityInput, call: Call) => boundaryAwarePermissions(identityType, input, call),
    run: (input: PolicyInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      const { PolicyName = '' } = input;
      if (!Object.hasOwn(record.inline, PolicyName)) throw policyNotFound(identityType, input);
      const { [PolicyName]: _, ...inline } = record.inline;
      saveIdentity(identityType, { ...record, inline }, call);
      return {};
    },
  };
}

function policyNotFound({ noun }: IdentityType, { PolicyName: name }: PolicyInput): Error {
  return noSuchEntity(`The ${noun.toLowerCase()} policy with name ${name} cannot be found.`);
}
