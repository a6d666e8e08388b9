import { invalidInput, limitExceeded, noSuchEntity } from './faults.ts';
import { ask, askBehindBoundary, demand, type Kind, type Named, save } from './identities.ts';
import { demandBoundary, findPolicy } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import type { Identity } from './records.ts';

type Input = Named & {
  PolicyArn?: string;
  PermissionsBoundary?: string;
  PathPrefix?: string;
  Marker?: string;
  MaxItems?: number;
};

const quota = 10;

/** Managed policies on a role or user: attach, detach, list; and the permissions boundary. */
export function attachmentOperations<T extends Identity>(kind: Kind<T>): Entries {
  const { noun } = kind;
  const onPolicy = (action: string): Entries[string]['asks'] => {
    return (input: Input, call) =>
      askBehindBoundary(action, kind, input, call, { 'iam:PolicyARN': input.PolicyArn ?? '' });
  };
  return {
    [`Attach${noun}Policy`]: {
      asks: onPolicy(`Attach${noun}Policy`),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
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
        save(kind, { ...record, attached }, call);
        return {};
      },
    },
    [`Detach${noun}Policy`]: {
      asks: onPolicy(`Detach${noun}Policy`),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        const attached = record.attached.filter((arn) => arn !== input.PolicyArn);
        if (attached.length === record.attached.length) {
          throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        }
        save(kind, { ...record, attached }, call);
        return {};
      },
    },
    [`ListAttached${noun}Policies`]: {
      asks: (input: Input, call) => ask(`ListAttached${noun}Policies`, kind, input, call),
      run: (input: Input, call) => {
        const { PathPrefix = '/' } = input;
        const all = demand(kind, input, call)
          .attached.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) ?? '' }))
          .filter(({ PolicyArn }) =>
            PolicyArn.slice(PolicyArn.indexOf(':policy/') + 7).startsWith(PathPrefix),
          );
        const { items, rest } = pageOf(all, ({ PolicyArn }) => PolicyArn, input);
        return { AttachedPolicies: items, ...rest };
      },
    },
    [`Put${noun}PermissionsBoundary`]: {
      asks: (input: Input, call) =>
        ask(`Put${noun}PermissionsBoundary`, kind, input, call, {
          'iam:PermissionsBoundary': input.PermissionsBoundary ?? '',
        }),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        const boundary = input.PermissionsBoundary ?? '';
        demandBoundary(call, boundary);
        save(kind, { ...record, boundary }, call);
        return {};
      },
    },
    [`Delete${noun}PermissionsBoundary`]: {
      asks: (input: Input, call) => askBehindBoundary(`Delete${noun}PermissionsBoundary`, kind, input, call),
      run: (input: Input, call) => {
        const record = { ...demand(kind, input, call) };
        if (record.boundary === undefined) {
          throw noSuchEntity(`${noun} ${record.name} does not have a permissions boundary.`);
        }
        delete record.boundary;
        save(kind, record, call);
        return {};
      },
    },
  };
}
