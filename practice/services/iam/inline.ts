import { demandInlinePolicy, encoded, sizeOf } from './documents.ts';
import { limitExceeded, noSuchEntity } from './faults.ts';
import { ask, askBehindBoundary, demand, type Kind, type Named, save } from './identities.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import type { Identity } from './records.ts';

type Input = Named & {
  PolicyName?: string;
  PolicyDocument?: string;
  Marker?: string;
  MaxItems?: number;
};

/** Bytes of all inline policies together, white space aside. */
const quota = { Role: 10_240, User: 2048 };

/** Inline policies: PutRolePolicy, GetRolePolicy, ListRolePolicies, DeleteRolePolicy, and a user's. */
export function inlineOperations<T extends Identity>(kind: Kind<T>): Entries {
  const { noun, member } = kind;
  const absent = (name: string | undefined) =>
    noSuchEntity(`The ${noun.toLowerCase()} policy with name ${name} cannot be found.`);
  return {
    [`Put${noun}Policy`]: {
      asks: (input: Input, call) => askBehindBoundary(`Put${noun}Policy`, kind, input, call),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        const { PolicyName = '', PolicyDocument = '' } = input;
        demandInlinePolicy(PolicyDocument);
        const inline = { ...record.inline, [PolicyName]: PolicyDocument };
        const size = Object.values(inline).reduce((sum, text) => sum + sizeOf(text), 0);
        if (size > quota[noun]) {
          throw limitExceeded(
            `Maximum policy size of ${quota[noun]} bytes exceeded for ${noun.toLowerCase()} ${record.name}`,
          );
        }
        save(kind, { ...record, inline }, call);
        return {};
      },
    },
    [`Get${noun}Policy`]: {
      asks: (input: Input, call) => ask(`Get${noun}Policy`, kind, input, call),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        const text = record.inline[input.PolicyName ?? ''];
        if (text === undefined) throw absent(input.PolicyName);
        return { [member]: record.name, PolicyName: input.PolicyName, PolicyDocument: encoded(text) };
      },
    },
    [`List${noun}Policies`]: {
      asks: (input: Input, call) => ask(`List${noun}Policies`, kind, input, call),
      run: (input: Input, call) => {
        const names = Object.keys(demand(kind, input, call).inline);
        const { items, rest } = pageOf(names, (name) => name, input);
        return { PolicyNames: items, ...rest };
      },
    },
    [`Delete${noun}Policy`]: {
      asks: (input: Input, call) => askBehindBoundary(`Delete${noun}Policy`, kind, input, call),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        const { [input.PolicyName ?? '']: gone, ...inline } = record.inline;
        if (gone === undefined) throw absent(input.PolicyName);
        save(kind, { ...record, inline }, call);
        return {};
      },
    },
  };
}
