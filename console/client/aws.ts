import { post } from '../../companion/client/api.ts';
import { beginCallGroup, type CallGroup, logCall } from './call-store.ts';
import { commandArgv, type Options, shellCommand } from './command.ts';
import { currentRegion, homeRegion } from './region.ts';

/** An error with AWS's own message. `code` is AWS's code, such as `NoSuchBucket`; undefined for any other error. */
export class AwsError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
  }
}

/** The contents of the files that a command names, by their paths in the command. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Calls AWS within one call group. The call log shows each call as the CLI command that does the same. */
export interface Aws {
  /**
   * `aws('s3api', 'create-bucket', { bucket })` → the response as the AWS CLI prints it. Throws AwsError. The caller
   * states the type of the response, which is AWS's own.
   */
  <T = Record<string, unknown>>(
    service: string,
    operation: string,
    options?: Options,
    files?: Files,
  ): Promise<T>;
  /** Runs a CLI command that is not an API operation, such as `s3 presign s3://b/k`. */
  command<T = string>(argv: readonly string[]): Promise<T>;
  /** Logs a command that is not an AWS call, such as git. The returned function logs its result. */
  logCommand(text: string): (result: string) => void;
  /** The same call group with calls to another region than the page's, such as the region of a bucket. */
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
  // IAM has no regions. Any other command needs `--region` when the page's region is not the shell's.
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

/** Runs what a click does. Its calls are one group in the call log, under `title`. */
export const runUserAction = <T>(title: string, work: (aws: Aws) => Promise<T>): Promise<T> =>
  work(awsFor(beginCallGroup(title, false)));

/** Calls AWS for a page that loads its content, once or by polling. The calls are one group, with repeats counted. */
export const pageReader = (title: string): Aws => awsFor(beginCallGroup(title, true));

/** Returns `undefined` when AWS reports with one of these codes that a resource does not exist. Throws other errors. */
export async function orAbsent<T>(response: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof AwsError && error.code !== undefined && codes.includes(error.code)) return undefined;
    throw error;
  }
}
