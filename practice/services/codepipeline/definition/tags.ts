import type { Tag } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../core/errors.ts';
import { pipelineArn } from '../arns.ts';
import type { PipelineRef } from '../records.ts';

/** Tags as a record. Throws the service's error for invalid tags. */
export function tagsOf(tags: Tag[] | undefined): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { key = '', value = '' } of tags ?? []) {
    // [known] The messages of the first and the last error were not found.
    if (Object.hasOwn(record, key)) throw invalid(`Duplicate tag key: ${key}`);
    if (/^aws:/i.test(key)) {
      throw invalid(
        "Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and not allowed to mutate system tags]",
      );
    }
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value))
      throw invalid(`Invalid characters in tag: ${key}`);
    record[key] = value;
  }
  return record;
}

const invalid = (message: string) => new AwsError('InvalidTagsException', message);

/** [model] At most 50 tags a pipeline. */
export function checkTagCount(tags: Record<string, string>, ref: PipelineRef): void {
  if (Object.keys(tags).length > 50) {
    throw new AwsError('TooManyTagsException', `Tag limit exceeded for resource [${pipelineArn(ref)}].`);
  }
}

export function tagList(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
