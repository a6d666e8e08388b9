import type { Tag } from '@aws-sdk/client-codepipeline';
import type { Call, Permission, Service } from '../../core/world.ts';
import { pipelineArn, pipelineOf } from './arns.ts';
import { refOf } from './operations/room.ts';
import type { PipelineRef } from './records.ts';
import type { Tables } from './tables.ts';

/** The members of inputs that name what a call is about. */
interface Named {
  pipeline?: { name?: string };
  name?: string;
  pipelineName?: string;
  stageName?: string;
  actionName?: string;
  resourceArn?: string;
  tags?: Tag[];
  tagKeys?: string[];
}

/**
 * What each operation asks of IAM. Resources are the pipeline, or the pipeline with the stage and action
 * behind it, as the service authorization reference has it. [doc]
 */
export function permissions(tables: Tables): Service['permissions'] {
  const tagsOf = (ref: PipelineRef) =>
    prefixed('aws:ResourceTag/', Object.entries(tables.pipeline(ref)?.tags ?? {}));

  const on =
    (action: string, ...behind: ('stageName' | 'actionName')[]) =>
    (input: Named, call: Call): Permission[] => {
      const ref = refOf(call, input.pipeline?.name ?? input.pipelineName ?? input.name);
      const more = behind.map((member) => input[member] ?? '');
      return [
        { action: `codepipeline:${action}`, resource: pipelineArn(ref, ...more), context: tagsOf(ref) },
      ];
    };

  const tagging =
    (action: string) =>
    (input: Named): Permission[] => {
      const resource = input.resourceArn ?? '';
      const ref = pipelineOf(resource);
      const context = {
        ...(ref === undefined ? {} : tagsOf(ref)),
        ...requested(input.tags),
        ...(input.tagKeys === undefined ? {} : { 'aws:TagKeys': input.tagKeys }),
      };
      return [{ action: `codepipeline:${action}`, resource, context }];
    };

  return {
    CreatePipeline: (input: Named, call) => {
      const resource = pipelineArn(refOf(call, input.pipeline?.name));
      const context = requested(input.tags);
      const create = { action: 'codepipeline:CreatePipeline', resource, context };
      // [doc] Tags given at creation need the right to tag, too.
      return Object.keys(context).length === 0
        ? [create]
        : [create, { action: 'codepipeline:TagResource', resource, context }];
    },
    UpdatePipeline: on('UpdatePipeline'),
    GetPipeline: on('GetPipeline'),
    DeletePipeline: on('DeletePipeline'),
    ListPipelines: (_input, call) => [
      { action: 'codepipeline:ListPipelines', resource: pipelineArn(refOf(call, '*')) },
    ],
    GetPipelineState: on('GetPipelineState'),
    GetPipelineExecution: on('GetPipelineExecution'),
    ListPipelineExecutions: on('ListPipelineExecutions'),
    ListActionExecutions: on('ListActionExecutions'),
    StartPipelineExecution: on('StartPipelineExecution'),
    StopPipelineExecution: on('StopPipelineExecution'),
    RollbackStage: on('RollbackStage', 'stageName'),
    RetryStageExecution: on('RetryStageExecution', 'stageName'),
    DisableStageTransition: on('DisableStageTransition', 'stageName'),
    EnableStageTransition: on('EnableStageTransition', 'stageName'),
    PutApprovalResult: on('PutApprovalResult', 'stageName', 'actionName'),
    TagResource: tagging('TagResource'),
    UntagResource: tagging('UntagResource'),
    ListTagsForResource: tagging('ListTagsForResource'),
  };
}

const prefixed = (prefix: string, tags: [string, string][]) =>
  Object.fromEntries(tags.map(([key, value]) => [`${prefix}${key}`, value]));

const requested = (tags: Tag[] | undefined) =>
  prefixed(
    'aws:RequestTag/',
    (tags ?? []).map(({ key = '', value = '' }) => [key, value]),
  );
