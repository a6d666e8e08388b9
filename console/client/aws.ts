import { ask } from '../../companion/client/ask.ts';
import { commandWords, type Options, shellText } from './command.ts';
import { type Act, beginAct, noteCall } from './record.ts';
import { currentRegion, homeRegion } from './region.ts';

/** AWS said no, in its own words. `code` is its code, such as `NoSuchBucket`; undefined for what is not AWS's. */
export class AwsRefusal extends Error {
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.name = 'AwsRefusal';
    this.code = code;
  }
}

/** The files that a command names, by the path that it names. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Calls AWS within one act; every call is shown in the drawer as the command that does the same. */
export interface Aws {
  /**
   * `aws('s3api', 'create-bucket', { bucket })` → the answer as the AWS CLI prints it. Throws AwsRefusal. The caller
   * says the shape of the answer: it is AWS's own.
   */
  <T = Record<string, unknown>>(
    service: string,
    operation: string,
    options?: Options,
    files?: Files,
  ): Promise<T>;
  /** The same of words that are no operation, such as `s3 presign s3://b/k`. */
  words<T = string>(words: readonly string[]): Promise<T>;
  /** A line for the drawer of something that is no call of AWS: a git command. */
  note(text: string): (result: string) => void;
  /** The same act, its calls led to another region than the page's: a bucket's own. */
  in(region: string): Aws;
}

interface Said {
  output?: unknown;
  error?: { message: string; code?: string };
}

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
};

async function run(act: Act, argv: readonly string[], files: Files, region: string): Promise<unknown> {
  // IAM and STS know no regions here; a command of another region than the shell's own says which.
  const words = region === homeRegion() || argv[0] === 'iam' ? [...argv] : [...argv, '--region', region];
  const end = noteCall(act, shellText(words));
  const bytes = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, base64(file)]));
  try {
    const answer = await ask('/api/console/aws', { argv: words, files: bytes });
    const { output, error } = (await answer.json()) as Said;
    if (error !== undefined) throw new AwsRefusal(error.message, error.code);
    end('ok');
    return output;
  } catch (error) {
    end(error instanceof AwsRefusal ? (error.code ?? 'refused') : 'no answer');
    throw error;
  }
}

function awsOf(act: Act, region?: string): Aws {
  const here = () => region ?? currentRegion();
  const call = (service: string, operation: string, options: Options = {}, files: Files = {}) =>
    run(act, commandWords(service, operation, options), files, here());
  return Object.assign(call, {
    words: (words: readonly string[]) => run(act, words, {}, here()),
    note: (text: string) => noteCall(act, text),
    in: (other: string) => awsOf(act, other),
  }) as Aws;
}

/** What a click does: its calls stand together in the drawer under `title`. */
export const act = <T>(title: string, work: (aws: Aws) => Promise<T>): Promise<T> =>
  work(awsOf(beginAct(title, false)));

/** What a page reads, once or again and again: its calls stand together, and repeated ones are counted. */
export const reader = (title: string): Aws => awsOf(beginAct(title, true));

/** `undefined` where AWS positively says that a thing is not there, by one of these codes; other errors go on. */
export async function orAbsent<T>(answer: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsRefusal && error.code !== undefined && codes.includes(error.code))
      return undefined;
    throw error;
  }
}
