import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../core/errors.ts';
import type { Call } from '../../../core/world.ts';
import { pipelineOf } from '../arns.ts';
import { checkTagCount, tagList, tagsOf } from '../definition/tags.ts';
import { resourceNotFound } from '../errors.ts';
import type { PipelineRecord } from '../records.ts';
import { page } from './paging.ts';
import type { Room } from './room.ts';

/** Tags of pipelines, by ARN. */
export function tags({ tables }: Room) {
  return {
    TagResource({ resourceArn, tags: given }: TagResourceInput, call: Call): Record<string, never> {
      const pipeline = target(resourceArn, call);
      const next = { ...pipeline.tags, ...tagsOf(given) };
      checkTagCount(next, pipeline);
      tables.putPipeline({ ...pipeline, tags: next });
      return {};
    },

    UntagResource({ resourceArn, tagKeys = [] }: UntagResourceInput, call: Call): Record<string, never> {
      const pipeline = target(resourceArn, call);
      const left = Object.entries(pipeline.tags).filter(([key]) => !tagKeys.includes(key));
      tables.putPipeline({ ...pipeline, tags: Object.fromEntries(left) });
      return {};
    },

    ListTagsForResource(
      { resourceArn, nextToken, maxResults }: ListTagsForResourceInput,
      call: Call,
    ): ListTagsForResourceOutput {
      const all = tagList(target(resourceArn, call).tags);
      const { items, ...rest } = page(all, ({ key }) => key, { nextToken, maxResults, most: 100 });
      return { tags: items, ...rest };
    },
  };

  function target(arn: string | undefined, call: Call): PipelineRecord {
    const ref = pipelineOf(arn ?? '');
    if (ref === undefined || ref.region !== call.region || ref.accountId !== call.caller.accountId) {
      throw new AwsError('InvalidArnException', `The specified resource ARN is invalid: ${arn}`);
    }
    const pipeline = tables.pipeline(ref);
    if (pipeline === undefined) throw resourceNotFound(ref);
    return pipeline;
  }
}
