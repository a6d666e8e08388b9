import type { Caller, Emulator, Permission } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { evaluate, explain } from '../../iam/evaluate.ts';
import { assumePermission, assumeRole, roleByArn } from '../../sts/assume.ts';
import { ActionFailure } from '../actions/provider.ts';
import { pipelineArn } from '../arns.ts';
import type { Action, Definition } from '../definition/definition.ts';
import type { PipelineRef } from '../records.ts';

const principal = 'codepipeline.amazonaws.com';

const sourceContext = (ref: PipelineRef) => ({
  'aws:SourceAccount': ref.accountId,
  'aws:SourceArn': pipelineArn(ref),
});

/** Whether the role exists and trusts CodePipeline. */
export function canAssumeRole(emulator: Emulator, ref: PipelineRef, roleArn: string): boolean {
  if (roleByArn(emulator, roleArn) === undefined) return false;
  const caller: Caller = {
    kind: 'service',
    accountId: '',
    arn: principal,
    userId: principal,
    principalArn: principal,
  };
  const permission = assumePermission(roleArn, sourceContext(ref));
  return (
    explain(emulator, caller, permission, { region: ref.region, now: emulator.clock.now() }).decision ===
    'allowed'
  );
}

/** A session of the pipeline's role. If the action has its own role, the pipeline's session assumes that role. */
export function assumeActionRole(
  emulator: Emulator,
  ref: PipelineRef,
  definition: Definition,
  action: Action,
): Caller {
  // CodePipeline names its sessions after the time in milliseconds. [seen]
  const sessionOptions = {
    sessionName: String(emulator.clock.now()),
    durationSeconds: 3600,
    region: ref.region,
  };
  try {
    const pipeline = assumeRole(emulator, {
      ...sessionOptions,
      callerService: principal,
      roleArn: definition.roleArn,
      context: sourceContext(ref),
    });
    if (action.roleArn === undefined) return pipeline.caller;
    return assumeRole(emulator, { ...sessionOptions, caller: pipeline.caller, roleArn: action.roleArn })
      .caller;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const roleArn = action.roleArn ?? definition.roleArn;
    throw new ActionFailure(
      'PermissionError',
      `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
    );
  }
}

/** Whether a session has a permission that belongs to no operation, such as UseConnection. */
export function isAllowed(
  emulator: Emulator,
  caller: Caller,
  region: string,
  permission: Permission,
): boolean {
  return evaluate(emulator, caller, permission, { region, now: emulator.clock.now() }) === 'allowed';
}
