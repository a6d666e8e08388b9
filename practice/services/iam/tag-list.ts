import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from './errors.ts';
import type { Tags } from './records.ts';

/** Reads the tags of an input. `requireValid` has already checked their lengths and characters. */
export function tagsOf(list: Tag[] = []): Tags {
  if (list.some(({ Key = '' }) => /^aws:/i.test(Key))) {
    throw invalidInput('Tag keys cannot start with aws:');
  }
  const keys = list.map(({ Key = '' }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Adds tags to existing ones. Keys are case-insensitive. */
export function withTags(existing: Tags, added: Tags): Tags {
  const merged = { ...withoutTags(existing, Object.keys(added)), ...added };
  if (Object.keys(merged).length > 50)
    throw limitExceeded('The number of tags has reached the maximum limit.');
  return merged;
}

/** Removes tags. Keys that no tag has are ignored. */
export function withoutTags(existing: Tags, keys: string[]): Tags {
  const removedKeys = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(existing).filter(([key]) => !removedKeys.has(key.toLowerCase())));
}

/** Tags in the shape of the API. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
