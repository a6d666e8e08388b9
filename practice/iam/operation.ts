import { AwsError } from '../errors.ts';
import type { Call, Operation, Permission, Service } from '../world.ts';
import { type Constraints, validate } from './constraints.ts';

/** One operation of IAM: what its input must be, what it asks of the caller, and what it does. */
export interface Entry {
  constraints?: Constraints;
  // biome-ignore lint/suspicious/noExplicitAny: as for Operation
  asks: (input: any, call: Call) => Permission[];
  run: Operation;
}

export type Entries = Record<string, Entry>;

/** The two tables of a service. An input is held to its constraints before IAM is asked, as AWS does. */
export function tablesOf(entries: Entries): Pick<Service, 'operations' | 'permissions'> {
  const operations: Service['operations'] = {};
  const permissions: Service['permissions'] = {};
  for (const [name, { constraints = {}, asks, run }] of Object.entries(entries)) {
    operations[name] = run;
    permissions[name] = (input, call) => {
      refuseOwnSession(call);
      validate(input, constraints);
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

/** Constraints that many operations share. `[model]` */
export const entityName = { min: 1, max: 64, pattern: '[\\w+=,.@-]+' };
export const policyName = { min: 1, max: 128, pattern: '[\\w+=,.@-]+' };
export const policyArn = { min: 20, max: 2048 };
export const versionId = { pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' };
export const path = { min: 1, max: 512, pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)' };
export const pathPrefix = { min: 1, max: 512, pattern: '\\u002F[\\u0021-\\u007F]*' };
export const document = { min: 1, max: 131_072 };
export const paging: Constraints = { Marker: { min: 1 }, MaxItems: { min: 1, max: 1000 } };
