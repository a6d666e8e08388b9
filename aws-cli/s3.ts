import { UsageError, unknownToStandIn } from './errors.ts';
import { looksLikeOption, parseOption } from './options.ts';

/** The `aws s3` commands that the lab's pages use. Without a bucket, `ls` lists the buckets. */
export type S3Command =
  | { verb: 'ls'; bucket: string; prefix: string; recursive: boolean }
  | { verb: 'presign'; bucket: string; key: string; expiresInSeconds: number };

const EXPIRES_IN_SECONDS = 3600;

/** Parses the words after `aws s3`. Throws UsageError. */
export function parseS3(words: readonly string[]): S3Command {
  const [verb, ...rest] = words;
  if (verb === undefined) throw new UsageError('usage: aws [options] s3 <command> [parameters]');
  if (verb === 'ls') {
    const { path = 's3://', switches } = parseOptions(verb, rest, ['recursive'], []);
    const { bucket, key } = parseS3Uri(path);
    return { verb, bucket, prefix: key, recursive: switches.has('recursive') };
  }
  if (verb === 'presign') {
    const { path, values } = parseOptions(verb, rest, [], ['expires-in']);
    if (path === undefined) throw new UsageError('the following arguments are required: path');
    const { bucket, key } = parseS3Uri(path);
    const seconds = values.get('expires-in') ?? String(EXPIRES_IN_SECONDS);
    // A command that is only validated may contain `$NAME`.
    if (!/^\d+$|^\$/.test(seconds))
      throw new UsageError(`argument --expires-in: invalid int value: '${seconds}'`);
    return { verb, bucket, key, expiresInSeconds: Number(seconds) };
  }
  throw unknownToStandIn(`"s3 ${verb}" (of s3 it knows ls and presign)`);
}

function parseOptions(verb: string, words: readonly string[], switchNames: string[], valueNames: string[]) {
  const positional: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const option = parseOption(word);
    if (option === undefined) {
      if (looksLikeOption(word)) throw unknownToStandIn(`the option ${word} of s3 ${verb}`);
      positional.push(word);
    } else if (switchNames.includes(option.name)) switches.add(option.name);
    else if (valueNames.includes(option.name)) {
      const value = option.inline ?? words[++index];
      if (value === undefined) throw new UsageError(`argument --${option.name}: expected one argument`);
      values.set(option.name, value);
    } else throw unknownToStandIn(`the option --${option.name} of s3 ${verb}`);
  }
  if (positional.length > 1) throw new UsageError(`Unknown options: ${positional.slice(1).join(', ')}`);
  return { path: positional[0], switches, values };
}

/** `s3://bucket/key`, or the same without `s3://`. */
function parseS3Uri(path: string): { bucket: string; key: string } {
  const [bucket = '', ...key] = path.replace(/^s3:\/\//, '').split('/');
  return { bucket, key: key.join('/') };
}
