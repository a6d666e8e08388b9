import { post } from '../../companion/client/api.ts';
import { beginCallGroup, type CallGroup, logCall } from './call-store.ts';
import { commandArgv, type Options, shellCommand } from './command.ts';
import { currentRegion, homeRegion } from './region.ts';

/** AWS said no, in its own words. `code` is its code, such as `NoSuchBucket`; undefined for what is not AWS's. */
export class AwsError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.name = 'AwsError';
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
  command<T = string>(argv: readonly string[]): Promise<T>;
  /** A line for the drawer of something that is no call of AWS: a git command. */
  logCommand(text: string): (result: string) => void;
  /** The same act, its calls led to another region than the page's: a bucket's own. */
  inRegion(region: string): Aws;
}

interface CommandResponse {
  output?: unknown;
  error?: { message: string; code?: string };
}

const base64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
};

async function runCommand(
  callGroup: CallGroup,
  argv: readonly string[],
  files: Files,
  region: string,
): Promise<unknown> {
  // IAM and STS know no regions here; a command of another region than the shell's own says which.
  const fullArgv = region === homeRegion() || argv[0] === 'iam' ? [...argv] : [...argv, '--region', region];
  const finish = logCall(callGroup, shellCommand(fullArgv));
  const bytes = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, base64(file)]));
  try {
    const response = await post('/api/console/aws', { argv: fullArgv, files: bytes });
    const { output, error } = (await response.json()) as CommandResponse;
    if (error !== undefined) throw new AwsError(error.message, error.code);
    finish('ok');
    return output;
  } catch (error) {
    finish(error instanceof AwsError ? (error.code ?? 'refused') : 'no answer');
    throw error;
  }
}

function awsFor(callGroup: CallGroup, region?: string): Aws {
  const targetRegion = () => region ?? currentRegion();
  const call = (service: string, operation: string, options: Options = {}, files: Files = {}) =>
    runCommand(callGroup, commandArgv(service, operation, options), files, targetRegion());
  return Object.assign(call, {
    command: (argv: readonly string[]) => runCommand(callGroup, argv, {}, targetRegion()),
    logCommand: (text: string) => logCall(callGroup, text),
    inRegion: (other: string) => awsFor(callGroup, other),
  }) as Aws;
}

/** What a click does: its calls stand together in the drawer under `title`. */
export const runUserAction = <T>(title: string, work: (aws: Aws) => Promise<T>): Promise<T> =>
  work(awsFor(beginCallGroup(title, false)));

/** What a page reads, once or again and again: its calls stand together, and repeated ones are counted. */
export const pageReader = (title: string): Aws => awsFor(beginCallGroup(title, true));

/** `undefined` where AWS positively says that a thing is not there, by one of these codes; other errors go on. */
export async function orAbsent<T>(response: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof AwsError && error.code !== undefined && codes.includes(error.code)) return undefined;
    throw error;
  }
}
