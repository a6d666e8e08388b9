import type { Tag } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../errors.ts';

/** Tags as a record; throws on what the service refuses. */
export function tagsOf(tags: Tag[] | undefined): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { key = '', value = '' } of tags ?? []) {
    // [known] The words of the three refusals were not found.
    if (key in record) throw invalid(`Duplicate tag key: ${key}`);
    if (/^aws:/i.test(key)) throw invalid('Tag keys that start with aws: are reserved');
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value))
      throw invalid(`Invalid characters in tag: ${key}`);
    record[key] = value;
  }
  return record;
}

const invalid = (message: string) => new AwsError('InvalidTagsException', message);

/** [model] At most 50 tags a pipeline. */
export function checkTagCount(tags: Record<string, string>): void {
  if (Object.keys(tags).length > 50) {
    throw new AwsError('TooManyTagsException', 'The tags limit for a resource has been exceeded.');
  }
}

export function tagList(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
