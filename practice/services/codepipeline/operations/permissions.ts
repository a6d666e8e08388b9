import type { Tag } from '@aws-sdk/client-codepipeline';
import type { Call, Permission } from '../../../core/emulator.ts';
import { parsePipelineArn, pipelineArn } from '../arns.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import { pipelineRef } from './service-context.ts';

/**
 * The permission for the called operation on a pipeline, or on the stage or action in it that `parts` name. The service
 * authorization reference lists which of them an operation has as its resource. [doc]
 */
export function pipelinePermissions(
  pipelineStore: PipelineStore,
  call: Call,
  pipelineName: string | undefined,
  ...parts: (string | undefined)[]
): Permission[] {
  const ref = pipelineRef(call, pipelineName);
  const resource = pipelineArn(ref, ...parts.map((part) => part ?? ''));
  const context = resourceTags(pipelineStore.pipeline(ref)?.tags);
  return [{ action: `codepipeline:${call.operation}`, resource, context }];
}

/** The permission for the called operation on the resource of an ARN, with tags or tag keys of the request. */
export function tagPermissions(
  pipelineStore: PipelineStore,
  call: Call,
  resource = '',
  requestContext: Permission['context'] = {},
): Permission[] {
  const ref = parsePipelineArn(resource);
  const tags = ref === undefined ? undefined : pipelineStore.pipeline(ref)?.tags;
  const context = { ...resourceTags(tags), ...requestContext };
  return [{ action: `codepipeline:${call.operation}`, resource, context }];
}

/** Tags of a request as condition keys. */
export const requestTags = (tags: Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [`aws:RequestTag/${key}`, value]));

const resourceTags = (tags: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
