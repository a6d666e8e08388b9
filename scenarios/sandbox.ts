import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCli } from '../aws-cli/stand-in.ts';
import { atExit } from '../checker/account/at-exit.ts';
import { openShellSession, type ShellSession } from '../labs/runner/shell-session.ts';
import { type Practice, startPractice } from '../practice/start.ts';
import { chooseAwsCli } from './aws-cli.ts';

/** The practice account that the pages' commands are pointed at. */
export type PracticeAccess = Pick<Practice, 'accountId' | 'region' | 'endpoint' | 'exports'>;

/**
 * Where a demo, a rehearsal or a drill runs: a practice account, a shell and an `aws` command. `close` ends the
 * sandbox's processes and removes its temporary files.
 */
export interface Sandbox {
  practice: PracticeAccess;
  session: ShellSession;
  aws: AwsCli;
  /** The working directory of the commands. */
  folder: string;
  /** The environment variables of a check of that account. */
  checkEnv(practice: PracticeAccess): Record<string, string>;
  /** Starts a second practice account with a copy of the first one's state. Throws when `running` was given. */
  copy(): Promise<Practice>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  env: Record<string, string | undefined>;
  cli: 'auto' | 'stand-in';
  /** `owner/name` of the repository that the pages use. */
  repository: string;
  /** A practice account that is already running. Without it, the sandbox starts a new one, which `close` ends. */
  running?: PracticeAccess;
  /** A folder to keep all files in. Without it, the sandbox uses a temporary folder, which `close` removes. */
  folder?: string;
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
  onInternalError: (error: unknown) => void;
}

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const root = options.folder ?? mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-demo-'));
  const folder = join(root, 'kit');
  const accounts = [join(root, 'account'), join(root, 'copy')] as const;
  mkdirSync(folder, { recursive: true });
  const closers: (() => Promise<void> | void)[] = [];
  if (options.folder === undefined) {
    const remove = () => rmSync(root, { recursive: true, force: true });
    closers.push(atExit(remove), remove);
  }
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const startAccount = async (stateDir: string) => {
    const practice = await startPractice({ port: 0, stateDir, onInternalError: options.onInternalError });
    closers.push(() => practice.close());
    return practice;
  };
  try {
    const aws = await chooseAwsCli(options.env, options.cli);
    closers.push(() => aws.close());
    const practice = options.running ?? (await startAccount(accounts[0]));
    const session = openShellSession({
      // The pages configure a Git identity in the clone, so the session needs none from this machine.
      env: { ...practice.exports, LAB_REPOSITORY: options.repository },
      cwd: folder,
      insteadOf: practice.exports.LAB_GIT_URL ?? '',
      pathPrepend: aws.pathPrepend,
      ...(options.onOutput ? { onOutput: options.onOutput } : {}),
    });
    closers.push(() => session.close());
    const name = options.repository.split('/')[1] ?? '';
    return {
      practice,
      session,
      aws,
      folder,
      checkEnv: (account) => ({
        PATH: options.env.PATH ?? '',
        HOME: folder,
        LAB_HOME: join(folder, '.lab'),
        LAB_REPOSITORY: options.repository,
        LAB_CLONE: join(folder, 'workspace', name),
        ...account.exports,
      }),
      async copy() {
        if (options.running !== undefined)
          throw new Error('only an account of the stage’s own can be copied');
        cpSync(accounts[0], accounts[1], { recursive: true });
        return startAccount(accounts[1]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
