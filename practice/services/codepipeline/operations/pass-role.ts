import type { Call } from '../../../core/emulator.ts';
import { connectionPermission } from '../../codeconnections/permissions.ts';
import { readConnectionArn } from '../../codeconnections/records.ts';
import type { Action, Definition } from '../definition/definition.ts';
import { canAssumeRole } from '../engine/roles.ts';
import { invalidStructure } from '../errors.ts';
import { pipelineRef } from './service-context.ts';

const service = 'codepipeline.amazonaws.com';

/**
 * Throws unless the caller may pass the definition's roles and connections to CodePipeline [doc], and CodePipeline may
 * assume the pipeline's role.
 */
export function requirePassRole(definition: Definition, call: Call): void {
  const actions = definition.stages.flatMap((stage) => stage.actions);
  const roles = [definition.roleArn, ...actions.flatMap(({ roleArn }) => roleArn ?? [])];
  for (const resource of new Set(roles)) {
    call.authorize({ action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } });
  }
  for (const arn of new Set(actions.flatMap(connectionOf))) {
    const prefix = readConnectionArn(arn)?.prefix ?? 'codeconnections';
    const context = { [`${prefix}:PassedToService`]: service };
    call.authorize(connectionPermission(call.emulator, 'PassConnection', arn, context));
  }
  if (!canAssumeRole(call.emulator, pipelineRef(call, definition.name), definition.roleArn)) {
    throw invalidStructure(
      `CodePipeline is not authorized to perform AssumeRole on role ${definition.roleArn}`,
    );
  }
}

function connectionOf({ actionTypeId, configuration }: Action): string[] {
  const { ConnectionArn: arn } = configuration;
  return actionTypeId.provider === 'CodeStarSourceConnection' && arn !== undefined ? [arn] : [];
}
