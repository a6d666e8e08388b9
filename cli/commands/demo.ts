import { join } from 'node:path';
import { execa } from 'execa';
import type { Verdict } from '../../checker/steps/finding.ts';
import { findStep } from '../../checker/steps/index.ts';
import type { Page } from '../../labs/reader/page.ts';
import { RehearsalError, rehearse } from '../../labs/rehearsal/rehearse.ts';
import type { Command, Io } from '../command.ts';
import { finishHandshake, readCourse } from '../course.ts';
import { Narrator } from '../demo/narrator.ts';
import { type Ground, type Stage, setStage } from '../demo/stage.ts';
import { sweep } from '../demo/sweep.ts';
import { CliError } from '../errors.ts';
import { runCheck } from '../run-check.ts';
import { cliOf } from './rehearse.ts';

const help = `The whole lab by itself, on a fresh practice account: every command of the nine pages as printed, a
check before and after each step, the sweeper, and the proof that nothing is left.

usage: lab demo [--keep] [--cli auto|stand-in] [--quiet]

  --keep    stop before the cleanup, leave the account running, and say how to use it
  --cli     stand-in: the small stand-in for the AWS CLI, even where a current CLI is installed
  --quiet   only the checks, not the pages' commands and what these print

It ends by itself, with exit code 0 when every check said what it should, and leaves no process and no file.

examples:
  npm run demo
  npm run demo -- --quiet
  npm run demo -- --keep
`;

const repository = 'octocat/codepipeline-s3-lab';

/** The demo's story did not go as it must: which check said what, and what it should have said. */
class Unexpected extends CliError {
  constructor(message: string) {
    super(`The demo did not go as it must: ${message}`, 1);
  }
}

type Wanted = readonly Verdict[];

class Demo {
  private readonly io: Io;
  private readonly stage: Stage;
  private readonly narrator: Narrator;
  private readonly quiet: boolean;
  /** Checks whose verdict was as it had to be. */
  counted = 0;

  constructor(io: Io, stage: Stage, narrator: Narrator, quiet: boolean) {
    this.io = io;
    this.stage = stage;
    this.narrator = narrator;
    this.quiet = quiet;
  }

  /** Checks one step, tells what was found, and demands the verdict that the story needs. */
  async check(
    id: string,
    when: string,
    wanted: Wanted,
    more: { url?: string; practice?: Ground } = {},
  ): Promise<void> {
    this.io.signal.throwIfAborted();
    const step = findStep(id);
    if (step === undefined) throw new Unexpected(`the checker knows no ${id}.`);
    const started = performance.now();
    const env = this.stage.checkEnv(more.practice ?? this.stage.practice);
    const { run } = await runCheck({
      values: {},
      steps: [step],
      env,
      ...(more.url === undefined ? {} : { url: more.url }),
    });
    const findings = run.steps.flatMap((result) => result.findings);
    this.narrator.checked(when, run.verdict, performance.now() - started, findings);
    if (!wanted.includes(run.verdict))
      throw new Unexpected(`the check of ${id} ${when} says ${run.verdict}, not ${wanted.join(' or ')}.`);
    this.counted++;
  }

  /** The real command, in a process of its own with no credentials anywhere: it must end with 4. */
  async withoutCredentials(): Promise<void> {
    const { folder } = this.stage;
    const started = performance.now();
    const ended = await execa(process.execPath, [process.argv[1] ?? '', 'check', 'step-1'], {
      env: {
        PATH: this.io.env.PATH ?? '',
        HOME: folder,
        LAB_HOME: join(folder, 'nobody'),
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_REGION: 'us-east-1',
      },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      cancelSignal: this.io.signal,
    });
    this.narrator.stopped(`without credentials: exit ${ended.exitCode}`, performance.now() - started);
    this.narrator.output(ended.stderr);
    if (ended.exitCode !== 4)
      throw new Unexpected(`a check without credentials ended with ${ended.exitCode}, not 4.`);
    this.counted++;
  }

  /** Runs one page's commands as printed. */
  async page(page: Page): Promise<void> {
    const { session, practice } = this.stage;
    const started = performance.now();
    let blocks = 0;
    await rehearse([page], session, {
      beforeBlock: (_page, block) => {
        this.io.signal.throwIfAborted();
        if (!this.quiet) this.narrator.commands(block.text);
      },
      afterBlock: (_page, _block, result) => {
        blocks++;
        if (!this.quiet) this.narrator.output(result.stdout + result.stderr);
      },
      notRun: (_page, block) => {
        if (!this.quiet) this.narrator.line(`    (not run: ${block.text.split('\n')[0]}: ${block.reason})`);
      },
      authorize: async (name) => {
        this.narrator.line(`    the handshake, in the console's place: npx lab practice authorize ${name}`);
        await finishHandshake(practice.exports, name);
      },
    });
    this.narrator.ran(
      `${blocks} blocks of ${page.file.replace(/^.*labs\//, 'labs/')}, as printed`,
      performance.now() - started,
    );
  }

  /** The sweeper, on a second account with all that the first holds, so that the page's own commands come after. */
  async sweepCopy(): Promise<void> {
    const copy = await this.stage.copy();
    const env = this.stage.checkEnv(copy);
    const started = performance.now();
    this.narrator.line('  the sweeper, on a copy of the account: npx lab teardown');
    const result = await sweep(env, copy, this.io.signal, (text) => {
      if (!this.quiet) this.narrator.line(text.trimEnd().replace(/^/gm, '    '));
    });
    this.narrator.line(result.text.trimEnd().replace(/^/gm, '    '));
    this.narrator.ran(`teardown ended with exit ${result.exit}`, performance.now() - started);
    if (result.exit !== 0) throw new Unexpected(`teardown ended with ${result.exit}, not 0.`);
    await this.check('step-9', 'after teardown, on the copy', ['pass'], { practice: copy });
  }
}

async function story(
  demo: Demo,
  stage: Stage,
  pages: Page[],
  narrator: Narrator,
  keep: boolean,
): Promise<void> {
  for (const page of pages) {
    if (keep && page.id === 'step-9') return;
    narrator.title(`${page.id.replace('step-', 'Step ')} · ${page.title}`);
    if (page.id === 'step-1') await demo.withoutCredentials();
    else if (page.id !== 'step-7')
      await demo.check(page.id, 'before the page’s commands', ['fail', 'waiting']);
    if (page.id === 'step-9') await demo.sweepCopy();
    await demo.page(page);
    await demo.check(page.id, 'after the page’s commands', ['pass']);
    if (page.id !== 'step-7') continue;
    const url = await stage.session.value('PAGE_URL');
    if (url === undefined) throw new Unexpected('the page of step 7 sets no PAGE_URL.');
    await demo.check(page.id, 'given a presigned URL with one letter changed', ['fail'], {
      url: tampered(url),
    });
  }
}

/** The URL with another first letter of its signature. */
function tampered(url: string): string {
  return url.replace(
    /((?:X-Amz-)?Signature=)(.)/,
    (_all, name: string, letter: string) => name + (letter === '0' ? '1' : '0'),
  );
}

async function demandGit(env: Io['env']): Promise<void> {
  const found = await execa('git', ['--version'], {
    env: { PATH: env.PATH ?? '' },
    extendEnv: false,
    reject: false,
  });
  if (found.exitCode === 0) return;
  throw new CliError(
    'The demo needs git, and there is none on the PATH. Install it: https://git-scm.com/downloads (Debian: apt-get install git; macOS: xcode-select --install)',
  );
}

async function keepServing(practice: Ground, narrator: Narrator, io: Io): Promise<void> {
  narrator.title('The account is still running');
  narrator.line('  It holds the finished lab, steps 1 to 8. In another terminal:');
  narrator.line();
  for (const [name, value] of Object.entries(practice.exports)) narrator.line(`export ${name}=${value}`);
  narrator.line(`export LAB_REPOSITORY=${repository}`);
  narrator.line();
  narrator.line('  Then, for example: npm run check step-6, or npm run teardown. Ctrl-C ends the account.');
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve());
  });
}

export const command: Command = {
  help,
  options: { keep: { type: 'boolean' }, cli: { type: 'string' }, quiet: { type: 'boolean' } },
  async run(values, positionals, io) {
    if (positionals.length > 0)
      throw new CliError(`lab demo takes no "${positionals.join(' ')}". Type: npx lab demo --help`);
    const cli = cliOf(values.cli);
    await demandGit(io.env);
    const narrator = new Narrator(io);
    const pages = readCourse({ region: 'us-east-1', repository });
    const started = performance.now();
    const stage = await setStage({
      env: io.env,
      cli,
      repository,
      onFault: (error) => io.stderr(`${error}\n`),
    });
    // Ctrl-C ends the shell, and with it the block that is being run.
    const stop = () => void stage.session.close();
    io.signal.addEventListener('abort', stop);
    try {
      narrator.line(
        `practice account ${stage.practice.accountId} · ${stage.practice.region} · ${stage.practice.endpoint}`,
      );
      narrator.line(
        'The whole lab by itself. It is a practice account: no AWS account is used, nothing leaves this machine.',
      );
      narrator.line(`aws is ${stage.aws.says}`);
      const demo = new Demo(io, stage, narrator, values.quiet === true);
      await story(demo, stage, pages, narrator, values.keep === true);
      const seconds = Math.round((performance.now() - started) / 1000);
      narrator.title(`Done: ${demo.counted} checks said what they had to, in ${seconds} s`);
      if (values.keep) await keepServing(stage.practice, narrator, io);
      else
        narrator.line(
          '  Nothing is left: pipeline, buckets, connection, role and policy were each seen to be gone.',
        );
      return io.signal.aborted ? 130 : 0;
    } catch (error) {
      if (io.signal.aborted) {
        narrator.line('\nStopped. Nothing was left behind.');
        return 130;
      }
      if (error instanceof RehearsalError) throw new CliError(error.message, 1);
      throw error;
    } finally {
      io.signal.removeEventListener('abort', stop);
      await stage.close();
    }
  },
};
