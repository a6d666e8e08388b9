import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from './faults.ts';
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
export function withTags(old: Tags, added: Tags): Tags {
  const merged = { ...withoutTags(old, Object.keys(added)), ...added };
  if (Object.keys(merged).length > 50)
    throw limitExceeded('The number of tags has reached the maximum limit.');
  return merged;
}

/** Takes tags away; a key that is not there is passed over. */
export function withoutTags(old: Tags, keys: string[]): Tags {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(old).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Tags as the SDK shapes them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
