import { defined } from '../../../core/defined.ts';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { parsePipelineArn } from '../arns.ts';
import { checkTagCount, tagList, tagsOf } from '../definition/tags.ts';
import { resourceNotFound } from '../errors.ts';
import type { PipelineRecord } from '../records.ts';
import { page } from './paging.ts';
import { requestTags, tagPermissions } from './permissions.ts';
import type { CodePipelineOperations, ServiceContext } from './service-context.ts';

/** The operations on tags of pipelines, by ARN. */
export function tags({ pipelineStore }: ServiceContext) {
  return {
    TagResource: {
      permissions: ({ resourceArn, tags }, call) =>
        tagPermissions(pipelineStore, call, resourceArn, requestTags(tags)),
      run({ resourceArn, tags: given }, call) {
        const pipeline = requirePipelineByArn(resourceArn, call);
        const next = { ...pipeline.tags, ...tagsOf(given) };
        checkTagCount(next, pipeline);
        pipelineStore.putPipeline({ ...pipeline, tags: next });
        return {};
      },
    },

    UntagResource: {
      permissions: ({ resourceArn, tagKeys }, call) =>
        tagPermissions(pipelineStore, call, resourceArn, defined({ 'aws:TagKeys': tagKeys })),
      run({ resourceArn, tagKeys = [] }, call) {
        const pipeline = requirePipelineByArn(resourceArn, call);
        const remaining = Object.entries(pipeline.tags).filter(([key]) => !tagKeys.includes(key));
        pipelineStore.putPipeline({ ...pipeline, tags: Object.fromEntries(remaining) });
        return {};
      },
    },

    ListTagsForResource: {
      permissions: ({ resourceArn }, call) => tagPermissions(pipelineStore, call, resourceArn),
      run({ resourceArn, nextToken, maxResults }, call) {
        const all = tagList(requirePipelineByArn(resourceArn, call).tags);
        const { items, ...rest } = page(all, ({ key }) => key, { nextToken, maxResults, maxPageSize: 100 });
        return { tags: items, ...rest };
      },
    },
  } satisfies CodePipelineOperations;

  function requirePipelineByArn(arn: string | undefined, call: Call): PipelineRecord {
    const ref = parsePipelineArn(arn ?? '');
    if (ref === undefined || ref.region !== call.region || ref.accountId !== call.caller.accountId) {
      throw new AwsError('InvalidArnException', `The specified resource ARN is invalid: ${arn}`);
    }
    const pipeline = pipelineStore.pipeline(ref);
    if (pipeline === undefined) throw resourceNotFound(ref);
    return pipeline;
  }
}
