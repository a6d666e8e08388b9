import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codepipeline';
import type { Call } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { parsePipelineArn } from '../arns.ts';
import { checkTagCount, tagList, tagsOf } from '../definition/tags.ts';
import { resourceNotFound } from '../errors.ts';
import type { PipelineRecord } from '../records.ts';
import { page } from './paging.ts';
import type { ServiceContext } from './service-context.ts';

/** The operations on tags of pipelines, by ARN. */
export function tags({ pipelineStore }: ServiceContext) {
  return {
    TagResource({ resourceArn, tags: given }: TagResourceInput, call: Call): Record<string, never> {
      const pipeline = requirePipelineByArn(resourceArn, call);
      const next = { ...pipeline.tags, ...tagsOf(given) };
      checkTagCount(next, pipeline);
      pipelineStore.putPipeline({ ...pipeline, tags: next });
      return {};
    },

    UntagResource({ resourceArn, tagKeys = [] }: UntagResourceInput, call: Call): Record<string, never> {
      const pipeline = requirePipelineByArn(resourceArn, call);
      const remaining = Object.entries(pipeline.tags).filter(([key]) => !tagKeys.includes(key));
      pipelineStore.putPipeline({ ...pipeline, tags: Object.fromEntries(remaining) });
      return {};
    },

    ListTagsForResource(
      { resourceArn, nextToken, maxResults }: ListTagsForResourceInput,
      call: Call,
    ): ListTagsForResourceOutput {
      const all = tagList(requirePipelineByArn(resourceArn, call).tags);
      const { items, ...rest } = page(all, ({ key }) => key, { nextToken, maxResults, maxPageSize: 100 });
      return { tags: items, ...rest };
    },
  };

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
