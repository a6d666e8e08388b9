import type { Call, Operation, Permission, Service } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';

/** One operation of IAM: the permissions that it requires, and its implementation. */
export interface IamOperation {
  // biome-ignore lint/suspicious/noExplicitAny: as for Operation
  requiredPermissions: (input: any, call: Call) => Permission[];
  run: Operation;
}

export type IamOperations = Record<string, IamOperation>;

/** Splits operations into the two tables of a Service. */
export function operationTables(entries: IamOperations): Pick<Service, 'operations' | 'permissions'> {
  const operations: Service['operations'] = {};
  const permissions: Service['permissions'] = {};
  for (const [name, { requiredPermissions, run }] of Object.entries(entries)) {
    operations[name] = run;
    permissions[name] = (input, call) => {
      rejectSessionToken(call);
      return requiredPermissions(input, call);
    };
  }
  return { operations, permissions };
}

/** A session of GetSessionToken cannot call IAM without MFA, which the practice account does not have. */
function rejectSessionToken({ caller }: Call): void {
  if (caller.kind === 'role' || !caller.accessKeyId?.startsWith('ASIA')) return;
  throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
}
