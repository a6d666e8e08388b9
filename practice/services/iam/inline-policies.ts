import { ownMember } from '../../core/own-member.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
import {
  boundaryAwarePermissions,
  type IdentityInput,
  type IdentityType,
  identityPermissions,
  requireIdentity,
  saveIdentity,
} from './identities.ts';
import type { IamOperations } from './operation.ts';
import { pageOf } from './paging.ts';
import type { Identity } from './records.ts';
import { requireInlinePolicy, sizeOf, urlEncoded } from './require-policy-documents.ts';

type Input = IdentityInput & {
  PolicyName?: string;
  PolicyDocument?: string;
  Marker?: string;
  MaxItems?: number;
};

/** The maximum size of all inline policies together, in bytes without white space. */
const quota = { Role: 10_240, User: 2048 };

/** PutRolePolicy, GetRolePolicy, ListRolePolicies, DeleteRolePolicy, and the same operations for users. */
export function inlineOperations<T extends Identity>(identityType: IdentityType<T>): IamOperations {
  const { noun, member } = identityType;
  const policyNotFound = (name: string | undefined) =>
    noSuchEntity(`The ${noun.toLowerCase()} policy with name ${name} cannot be found.`);
  return {
    [`Put${noun}Policy`]: {
      requiredPermissions: (input: Input, call) =>
        boundaryAwarePermissions(`Put${noun}Policy`, identityType, input, call),
      run: (input: Input, call) => {
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
    },
    [`Get${noun}Policy`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`Get${noun}Policy`, identityType, input, call),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        const text = ownMember(record.inline, input.PolicyName ?? '');
        if (text === undefined) throw policyNotFound(input.PolicyName);
        return { [member]: record.name, PolicyName: input.PolicyName, PolicyDocument: urlEncoded(text) };
      },
    },
    [`List${noun}Policies`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`List${noun}Policies`, identityType, input, call),
      run: (input: Input, call) => {
        const names = Object.keys(requireIdentity(identityType, input, call).inline);
        const { items, rest } = pageOf(names, (name) => name, input);
        return { PolicyNames: items, ...rest };
      },
    },
    [`Delete${noun}Policy`]: {
      requiredPermissions: (input: Input, call) =>
        boundaryAwarePermissions(`Delete${noun}Policy`, identityType, input, call),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        const { PolicyName = '' } = input;
        if (!Object.hasOwn(record.inline, PolicyName)) throw policyNotFound(PolicyName);
        const { [PolicyName]: _, ...inline } = record.inline;
        saveIdentity(identityType, { ...record, inline }, call);
        return {};
      },
    },
  };
}
