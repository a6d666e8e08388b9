import type { Tag } from '@aws-sdk/client-codepipeline';
import type { Call, Permission, Service } from '../../core/emulator.ts';
import { parsePipelineArn, pipelineArn } from './arns.ts';
import { pipelineRef } from './operations/service-context.ts';
import type { PipelineStore } from './pipeline-store.ts';
import type { PipelineRef } from './records.ts';

/** The members of inputs that name the resource of a call. */
interface RequestNames {
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
 * The permissions that each operation requires. The resource is the pipeline, stage or action that the service
 * authorization reference lists for the operation. [doc]
 */
export function permissions(pipelineStore: PipelineStore): Service['permissions'] {
  const tagsOf = (ref: PipelineRef) =>
    withKeyPrefix('aws:ResourceTag/', Object.entries(pipelineStore.pipeline(ref)?.tags ?? {}));

  const pipelinePermission =
    (action: string, ...parts: ('stageName' | 'actionName')[]) =>
    (input: RequestNames, call: Call): Permission[] => {
      const ref = pipelineRef(call, input.pipeline?.name ?? input.pipelineName ?? input.name);
      const partNames = parts.map((member) => input[member] ?? '');
      return [
        { action: `codepipeline:${action}`, resource: pipelineArn(ref, ...partNames), context: tagsOf(ref) },
      ];
    };

  const tagPermission =
    (action: string) =>
    (input: RequestNames): Permission[] => {
      const resource = input.resourceArn ?? '';
      const ref = parsePipelineArn(resource);
      const context = {
        ...(ref === undefined ? {} : tagsOf(ref)),
        ...requestTags(input.tags),
        ...(input.tagKeys === undefined ? {} : { 'aws:TagKeys': input.tagKeys }),
      };
      return [{ action: `codepipeline:${action}`, resource, context }];
    };

  return {
    CreatePipeline: (input: RequestNames, call) => {
      const resource = pipelineArn(pipelineRef(call, input.pipeline?.name));
      const context = requestTags(input.tags);
      const create = { action: 'codepipeline:CreatePipeline', resource, context };
      // [doc] A request with tags also requires the permission to tag.
      return Object.keys(context).length === 0
        ? [create]
        : [create, { action: 'codepipeline:TagResource', resource, context }];
    },
    UpdatePipeline: pipelinePermission('UpdatePipeline'),
    GetPipeline: pipelinePermission('GetPipeline'),
    DeletePipeline: pipelinePermission('DeletePipeline'),
    ListPipelines: (_input, call) => [
      { action: 'codepipeline:ListPipelines', resource: pipelineArn(pipelineRef(call, '*')) },
    ],
    GetPipelineState: pipelinePermission('GetPipelineState'),
    GetPipelineExecution: pipelinePermission('GetPipelineExecution'),
    ListPipelineExecutions: pipelinePermission('ListPipelineExecutions'),
    ListActionExecutions: pipelinePermission('ListActionExecutions'),
    StartPipelineExecution: pipelinePermission('StartPipelineExecution'),
    StopPipelineExecution: pipelinePermission('StopPipelineExecution'),
    RollbackStage: pipelinePermission('RollbackStage', 'stageName'),
    RetryStageExecution: pipelinePermission('RetryStageExecution', 'stageName'),
    DisableStageTransition: pipelinePermission('DisableStageTransition', 'stageName'),
    EnableStageTransition: pipelinePermission('EnableStageTransition', 'stageName'),
    PutApprovalResult: pipelinePermission('PutApprovalResult', 'stageName', 'actionName'),
    TagResource: tagPermission('TagResource'),
    UntagResource: tagPermission('UntagResource'),
    ListTagsForResource: tagPermission('ListTagsForResource'),
  };
}

const withKeyPrefix = (prefix: string, tags: [string, string][]) =>
  Object.fromEntries(tags.map(([key, value]) => [`${prefix}${key}`, value]));

const requestTags = (tags: Tag[] | undefined) =>
  withKeyPrefix(
    'aws:RequestTag/',
    (tags ?? []).map(({ key = '', value = '' }) => [key, value]),
  );
