import type { Tag } from '@aws-sdk/client-iam';
import { AwsError } from '../errors.ts';
import { invalidInput, limitExceeded } from './faults.ts';
import type { Tags } from './records.ts';

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const pattern = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';

/** Reads the tags of an input. Throws in AWS's words when one is not a tag. */
export function tagsOf(list: Tag[] = []): Tags {
  list.forEach(({ Key = '', Value = '' }, index) => {
    const at = `tags.${index + 1}.member`;
    if (Key.length > 128) throw fault(Key, `${at}.key`, 'have length less than or equal to 128');
    if (Key.length < 1) throw fault(Key, `${at}.key`, 'have length greater than or equal to 1');
    if (!allowed.test(Key)) throw fault(Key, `${at}.key`, `satisfy regular expression pattern: ${pattern}+`);
    if (Value.length > 256) throw fault(Value, `${at}.value`, 'have length less than or equal to 256');
    if (!allowed.test(Value)) {
      throw fault(Value, `${at}.value`, `satisfy regular expression pattern: ${pattern}*`);
    }
    if (/^aws:/i.test(Key)) throw invalidInput('Tag keys cannot start with aws:');
  });
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

function fault(value: string, at: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
