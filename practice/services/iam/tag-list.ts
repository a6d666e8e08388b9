import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from './errors.ts';
import type { Tags } from './records.ts';

/** Reads the tags of an input, whose lengths and characters the wire has looked at. */
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

/** Adds tags to those that are there; a key that differs only in case is the same key. */
export function withTags(existing: Tags, added: Tags): Tags {
  const merged = { ...withoutTags(existing, Object.keys(added)), ...added };
  if (Object.keys(merged).length > 50)
    throw limitExceeded('The number of tags has reached the maximum limit.');
  return merged;
}

/** Takes tags away; a key that is not there is passed over. */
export function withoutTags(existing: Tags, keys: string[]): Tags {
  const removedKeys = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(existing).filter(([key]) => !removedKeys.has(key.toLowerCase())));
}

/** Tags as the SDK shapes them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
