import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCli } from '../aws-cli/stand-in.ts';
import { openSession, type Session } from '../labs/runner/session.ts';
import { type Practice, startPractice } from '../practice/start.ts';
import { chooseAwsCli } from './aws-cli.ts';

/** What the commands of the pages are led to. */
export type Ground = Pick<Practice, 'accountId' | 'region' | 'endpoint' | 'exports'>;

/** Everything that a demo or a rehearsal stands on; `close` leaves no process and no file of it. */
export interface Stage {
  practice: Ground;
  session: Session;
  aws: AwsCli;
  /** The folder in which the commands are typed. */
  folder: string;
  /** The environment of a check that looks at this account. */
  checkEnv(practice: Ground): Record<string, string>;
  /** A second practice account with all that the first holds now. */
  copy(): Promise<Practice>;
  close(): Promise<void>;
}

export interface StageOptions {
  env: Record<string, string | undefined>;
  cli: 'auto' | 'stand-in';
  /** `owner/name` of the pages. */
  repository: string;
  /** A practice account that runs already; without one a fresh one is started, and ended with the stage. */
  running?: Ground;
  /** A folder to keep everything in; without one it is a temporary folder that goes with the stage. */
  at?: string;
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
  onFault: (error: unknown) => void;
}

export async function setStage(options: StageOptions): Promise<Stage> {
  const root = options.at ?? mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-demo-'));
  const folder = join(root, 'kit');
  const accounts = [join(root, 'account'), join(root, 'copy')] as const;
  mkdirSync(folder, { recursive: true });
  const closers: (() => Promise<void> | void)[] = [];
  if (options.at === undefined) closers.push(() => rmSync(root, { recursive: true, force: true }));
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const open = async (stateDir: string) => {
    const practice = await startPractice({ port: 0, stateDir, onFault: options.onFault });
    closers.push(() => practice.close());
    return practice;
  };
  try {
    const aws = await chooseAwsCli(options.env, options.cli);
    closers.push(() => aws.close());
    const practice = options.running ?? (await open(accounts[0]));
    const session = openSession({
      // The page's clone has its own identity; the learner's machine has none to lend.
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
        return open(accounts[1]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
