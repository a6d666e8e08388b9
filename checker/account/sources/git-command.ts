import { type ProgramResult, runProgram } from '../run-program.ts';

export type GitResult = ProgramResult;

export interface GitOptions {
  cwd: string;
  timeoutMs: number;
  /** Also ends git. */
  signal?: AbortSignal;
  /** Makes git write the protocol's packets to the standard error. */
  tracePackets?: boolean;
  /** Credentials for a host. Each user of the machine can read a process's arguments, so they are not among those. */
  authorization?: Authorization | undefined;
}

/** An HTTP `Authorization` header, for all URLs below `url`. */
export interface Authorization {
  url: string;
  header: string;
}

/** Takes the credentials out of a URL. */
export function separateCredentials(address: string): { address: string; authorization?: Authorization } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password === '')
    return { address };
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const header = `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  return { address: url.href, authorization: { url: `${url.origin}/`, header } };
}

/** The environment's settings for git, with one more. */
function withHeader({ url, header }: Authorization): NodeJS.ProcessEnv {
  const count = Number(process.env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${url}.extraHeader`,
    [`GIT_CONFIG_VALUE_${count}`]: header,
  };
}

/** The environment of git. It cannot ask, but the learner's own credential helpers stay active: a repository can be private. */
function environment(
  tracePackets: boolean | undefined,
  authorization: Authorization | undefined,
): NodeJS.ProcessEnv {
  // A git hook or alias that runs this process can have set these; they would point git to another repository.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  return {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes',
    LC_ALL: 'C',
    ...(tracePackets ? { GIT_TRACE_PACKET: '2' } : {}),
    ...(authorization === undefined ? {} : withHeader(authorization)),
  };
}

/** Runs git once, without any prompt, and ends it after `timeoutMs`, or when this process exits. */
export const git = (
  args: readonly string[],
  { tracePackets, authorization, ...options }: GitOptions,
): Promise<GitResult> =>
  runProgram('git', args, { ...options, env: environment(tracePackets, authorization) });
