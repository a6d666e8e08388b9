import type { Tag } from '@aws-sdk/client-codestar-connections';
import { AwsError } from '../../core/errors.ts';
import type { Connection } from './records.ts';

const MAX_TAGS = 50;

/** Merges added tags into tags. @throws AwsError for a tag that begins with `aws:`, and for more than 50 tags */
export function withTags(tags: Connection['tags'], added: Tag[] = []): Connection['tags'] {
  const merged = { ...tags };
  for (const { Key = '', Value = '' } of added) {
    if (/^aws:/i.test(Key)) {
      throw new AwsError(
        'ValidationException',
        'aws: prefixed tag key names are not allowed for external use.',
      );
    }
    merged[Key] = Value;
  }
  if (Object.keys(merged).length > MAX_TAGS) {
    throw new AwsError('LimitExceededException', `A resource can have at most ${MAX_TAGS} tags.`);
  }
  return merged;
}

export function withoutTags(tags: Connection['tags'], keys: string[] = []): Connection['tags'] {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** Tags in the shape of the API. */
export function tagList(tags: Connection['tags']): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
