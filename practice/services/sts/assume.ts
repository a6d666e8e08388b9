import type { Caller, Emulator, Permission } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { explain } from '../iam/evaluate.ts';
import { callerOf } from '../iam/keys.ts';
import { identityByArn, type KeyRecord, type RoleRecord } from '../iam/records.ts';
import { openRoleSession, type SessionOptions } from './session.ts';

/** How a service, or a caller inside the process, takes on a role. */
export interface AssumeRoleOptions extends SessionOptions {
  /** The service that asks, such as `codepipeline.amazonaws.com`; or else `caller`. */
  callerService?: string;
  caller?: Caller;
  roleArn: string;
  /** Further condition keys that the trust policy may ask for, such as `aws:SourceAccount`. */
  context?: Record<string, string>;
}

/** A session of a role: who calls with it, and its key. */
export interface RoleSession {
  caller: Caller;
  credentials: KeyRecord;
}

/**
 * Takes on a role as AssumeRole does, checked by the role's trust policy. Throws AccessDenied when that (or
 * the caller's own policies) refuses, and when there is no such role.
 */
export function assumeRole(emulator: Emulator, options: AssumeRoleOptions): RoleSession {
  const { callerService, roleArn, sessionName, region = 'us-east-1', context = {} } = options;
  const caller = options.caller ?? serviceCaller(callerService ?? '');
  const permission = assumePermission(roleArn, { 'sts:RoleSessionName': sessionName, ...context });
  const { decision } = explain(emulator, caller, permission, { region, now: emulator.clock.now() });
  const role = roleByArn(emulator, roleArn);
  if (decision !== 'allowed' || role === undefined) throw assumeRoleDenied(caller, roleArn);
  const credentials = openRoleSession(emulator, role, options);
  return { caller: callerOf(credentials), credentials };
}

/** What AssumeRole asks of IAM. */
export function assumePermission(roleArn: string, context: Record<string, string>): Permission {
  return { action: 'sts:AssumeRole', resource: roleArn, context };
}

/** The role of this very ARN, path included. */
export function roleByArn(emulator: Emulator, arn: string): RoleRecord | undefined {
  const identity = identityByArn(emulator, arn);
  return identity !== undefined && 'trust' in identity ? identity : undefined;
}

/** STS does not say whether the role exists, nor why its trust policy refused. */
export function assumeRoleDenied(caller: Caller, roleArn: string, reason = ''): AwsError {
  const subject = caller.kind === 'service' ? `${caller.arn} is` : `User: ${caller.arn || 'anonymous'} is`;
  return new AwsError(
    'AccessDenied',
    `${subject} not authorized to perform: sts:AssumeRole on resource: ${roleArn}${reason}`,
    403,
  );
}

function serviceCaller(name: string): Caller {
  return { kind: 'service', accountId: '', arn: name, userId: name, principalArn: name };
}
