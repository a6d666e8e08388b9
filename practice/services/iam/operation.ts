import { AwsError } from '../../core/errors.ts';
import type { Call, Operation, Permission, Service } from '../../core/world.ts';

/** One operation of IAM: what it asks of the caller, and what it does. */
export interface Entry {
  // biome-ignore lint/suspicious/noExplicitAny: as for Operation
  asks: (input: any, call: Call) => Permission[];
  run: Operation;
}

export type Entries = Record<string, Entry>;

/** The two tables of a service. */
export function tablesOf(entries: Entries): Pick<Service, 'operations' | 'permissions'> {
  const operations: Service['operations'] = {};
  const permissions: Service['permissions'] = {};
  for (const [name, { asks, run }] of Object.entries(entries)) {
    operations[name] = run;
    permissions[name] = (input, call) => {
      refuseOwnSession(call);
      return asks(input, call);
    };
  }
  return { operations, permissions };
}

/** A key of GetSessionToken cannot call IAM without MFA, and there is no MFA here. */
function refuseOwnSession({ caller }: Call): void {
  if (caller.kind === 'role' || !caller.accessKeyId?.startsWith('ASIA')) return;
  throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
}
