import type { Caller, Emulator, Permission } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { explain } from '../iam/evaluate.ts';
import { callerOf } from '../iam/keys.ts';
import { identityByArn, type KeyRecord, type RoleRecord } from '../iam/records.ts';
import { openRoleSession, type SessionOptions } from './session.ts';

/** Options with which a service, or a caller inside the process, assumes a role. */
export interface AssumeRoleOptions extends SessionOptions {
  /** The calling service, such as `codepipeline.amazonaws.com`. Not used when `caller` is given. */
  callerService?: string;
  caller?: Caller;
  roleArn: string;
  /** Additional condition keys for the trust policy, such as `aws:SourceAccount`. */
  context?: Record<string, string>;
}

/** A session of a role: the session as a caller, and its key. */
export interface RoleSession {
  caller: Caller;
  credentials: KeyRecord;
}

/**
 * Assumes a role as AssumeRole does. Throws AccessDenied when the role's trust policy or the caller's own policies deny
 * it, and when the role does not exist.
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

/** The permission that AssumeRole requires. */
export function assumePermission(roleArn: string, context: Record<string, string>): Permission {
  return { action: 'sts:AssumeRole', resource: roleArn, context };
}

/** The role with exactly this ARN, including its path. */
export function roleByArn(emulator: Emulator, arn: string): RoleRecord | undefined {
  const identity = identityByArn(emulator, arn);
  return identity !== undefined && 'trust' in identity ? identity : undefined;
}

/**
 * STS's error for a denied AssumeRole. It does not reveal whether the role exists, or why its trust policy denies it.
 */
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
