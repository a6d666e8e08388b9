import { invalidInput, limitExceeded, noSuchEntity } from './errors.ts';
import {
  boundaryAwarePermissions,
  type IdentityInput,
  type IdentityType,
  identityPermissions,
  requireIdentity,
  saveIdentity,
} from './identities.ts';
import { findPolicy, requireBoundary } from './managed-policies.ts';
import type { IamOperations } from './operation.ts';
import { pageOf } from './paging.ts';
import type { Identity } from './records.ts';

type Input = IdentityInput & {
  PolicyArn?: string;
  PermissionsBoundary?: string;
  PathPrefix?: string;
  Marker?: string;
  MaxItems?: number;
};

const quota = 10;

/** Operations that attach, detach and list the managed policies of a role or user, and set its permissions boundary. */
export function attachmentOperations<T extends Identity>(identityType: IdentityType<T>): IamOperations {
  const { noun } = identityType;
  const attachmentPermissions = (action: string): IamOperations[string]['requiredPermissions'] => {
    return (input: Input, call) =>
      boundaryAwarePermissions(action, identityType, input, call, { 'iam:PolicyARN': input.PolicyArn ?? '' });
  };
  return {
    [`Attach${noun}Policy`]: {
      requiredPermissions: attachmentPermissions(`Attach${noun}Policy`),
      run: (input: Input, call) => {
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
          throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${quota}`);
        }
        saveIdentity(identityType, { ...record, attached }, call);
        return {};
      },
    },
    [`Detach${noun}Policy`]: {
      requiredPermissions: attachmentPermissions(`Detach${noun}Policy`),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        const attached = record.attached.filter((arn) => arn !== input.PolicyArn);
        if (attached.length === record.attached.length) {
          throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        }
        saveIdentity(identityType, { ...record, attached }, call);
        return {};
      },
    },
    [`ListAttached${noun}Policies`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`ListAttached${noun}Policies`, identityType, input, call),
      run: (input: Input, call) => {
        const { PathPrefix = '/' } = input;
        const all = requireIdentity(identityType, input, call)
          .attached.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) ?? '' }))
          .filter(({ PolicyArn }) =>
            PolicyArn.slice(PolicyArn.indexOf(':policy/') + 7).startsWith(PathPrefix),
          );
        const { items, rest } = pageOf(all, ({ PolicyArn }) => PolicyArn, input);
        return { AttachedPolicies: items, ...rest };
      },
    },
    [`Put${noun}PermissionsBoundary`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`Put${noun}PermissionsBoundary`, identityType, input, call, {
          'iam:PermissionsBoundary': input.PermissionsBoundary ?? '',
        }),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        const boundary = input.PermissionsBoundary ?? '';
        requireBoundary(call, boundary);
        saveIdentity(identityType, { ...record, boundary }, call);
        return {};
      },
    },
    [`Delete${noun}PermissionsBoundary`]: {
      requiredPermissions: (input: Input, call) =>
        boundaryAwarePermissions(`Delete${noun}PermissionsBoundary`, identityType, input, call),
      run: (input: Input, call) => {
        const record = { ...requireIdentity(identityType, input, call) };
        if (record.boundary === undefined) {
          throw noSuchEntity(`${noun} ${record.name} does not have a permissions boundary.`);
        }
        delete record.boundary;
        saveIdentity(identityType, record, call);
        return {};
      },
    },
  };
}
