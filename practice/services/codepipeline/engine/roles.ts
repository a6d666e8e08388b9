import { AwsError } from '../../../core/errors.ts';
import type { Caller, Permission, World } from '../../../core/world.ts';
import { evaluate, explain } from '../../iam/evaluate.ts';
import { assumePermission, assumeRole, roleByArn } from '../../sts/assume.ts';
import { Failure } from '../actions/provider.ts';
import { pipelineArn } from '../arns.ts';
import type { Action, Definition } from '../definition/definition.ts';
import type { PipelineRef } from '../records.ts';

const principal = 'codepipeline.amazonaws.com';

const sourceOf = (ref: PipelineRef) => ({
  'aws:SourceAccount': ref.accountId,
  'aws:SourceArn': pipelineArn(ref),
});

/** Whether the role exists and trusts CodePipeline. */
export function mayAssume(world: World, ref: PipelineRef, roleArn: string): boolean {
  if (roleByArn(world, roleArn) === undefined) return false;
  const caller: Caller = {
    kind: 'service',
    accountId: '',
    arn: principal,
    userId: principal,
    principalArn: principal,
  };
  const permission = assumePermission(roleArn, sourceOf(ref));
  return (
    explain(world, caller, permission, { region: ref.region, now: world.clock.now() }).decision === 'allowed'
  );
}

/** A session of the pipeline's role, and from there of the action's own role when it has one. */
export function openSession(world: World, ref: PipelineRef, definition: Definition, action: Action): Caller {
  // CodePipeline names its sessions by the time, in milliseconds. [seen]
  const terms = { sessionName: String(world.clock.now()), durationSeconds: 3600, region: ref.region };
  try {
    const pipeline = assumeRole(world, {
      ...terms,
      callerService: principal,
      roleArn: definition.roleArn,
      context: sourceOf(ref),
    });
    if (action.roleArn === undefined) return pipeline.caller;
    return assumeRole(world, { ...terms, caller: pipeline.caller, roleArn: action.roleArn }).caller;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const roleArn = action.roleArn ?? definition.roleArn;
    throw new Failure(
      'PermissionError',
      `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
    );
  }
}

/** Whether a session may do what no operation of the practice account asks for (UseConnection). */
export function isAllowed(world: World, caller: Caller, region: string, permission: Permission): boolean {
  return evaluate(world, caller, permission, { region, now: world.clock.now() }) === 'allowed';
}
