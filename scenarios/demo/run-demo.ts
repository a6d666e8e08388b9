import { join } from 'node:path';
import { defined } from '../../base/defined.ts';
import { runProgram } from '../../checker/account/run-program.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import { findStep } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { StepPage } from '../../labs/reader/page.ts';
import { runPages } from '../../labs/runner/run-pages.ts';
import type { Io } from '../../terminal/command.ts';
import { finishHandshake } from '../course.ts';
import type { PracticeAccess, Sandbox } from '../sandbox.ts';
import type { RunPrinter } from './run-printer.ts';
import { runTeardown } from './run-teardown.ts';

/** A check or command did not give the expected result. The message names both results. */
class DemoFailed extends CliError {
  constructor(message: string) {
    super(`The demo did not go as it must: ${message}`, 1);
  }
}

type ExpectedVerdicts = readonly Verdict[];

/**
 * The actions of the demo in its sandbox: check a step, run a page, tear down a copy. Each prints its result, and
 * throws DemoFailed when that is not the expected one.
 */
export class Demo {
  private readonly io: Io;
  private readonly sandbox: Sandbox;
  private readonly printer: RunPrinter;
  private readonly quiet: boolean;
  /** The number of checks that returned the expected verdict. */
  expectedResults = 0;

  constructor(io: Io, sandbox: Sandbox, printer: RunPrinter, quiet: boolean) {
    this.io = io;
    this.sandbox = sandbox;
    this.printer = printer;
    this.quiet = quiet;
  }

  /** Checks one step, prints the findings, and throws DemoFailed when the verdict is not one of `expected`. */
  async check(
    id: string,
    when: string,
    expected: ExpectedVerdicts,
    more: { url?: string; practice?: PracticeAccess } = {},
  ): Promise<void> {
    this.io.signal.throwIfAborted();
    const step = findStep(id);
    if (step === undefined) throw new DemoFailed(`the checker knows no ${id}.`);
    const started = performance.now();
    const env = this.sandbox.checkEnv(more.practice ?? this.sandbox.practice);
    const { run } = await runCheck({
      values: {},
      steps: [step],
      env,
      ...defined({ url: more.url }),
    });
    const findings = run.steps.flatMap((result) => result.findings);
    this.printer.checkResult(when, run.verdict, performance.now() - started, findings);
    if (!expected.includes(run.verdict))
      throw new DemoFailed(`the check of ${id} ${when} says ${run.verdict}, not ${expected.join(' or ')}.`);
    this.expectedResults++;
  }

  /** Runs the real command in a process without any credentials. It must exit with 4. */
  async withoutCredentials(): Promise<void> {
    const { folder } = this.sandbox;
    const started = performance.now();
    const result = await runProgram(process.execPath, [process.argv[1] ?? '', 'check', 'step-1'], {
      env: {
        PATH: this.io.env.PATH ?? '',
        HOME: folder,
        LAB_HOME: join(folder, 'nobody'),
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_REGION: 'us-east-1',
      },
      signal: this.io.signal,
    });
    this.printer.failedAsExpected(`without credentials: exit ${result.exit}`, performance.now() - started);
    this.printer.output(result.stderr.trimEnd());
    if (result.exit !== 4)
      throw new DemoFailed(`a check without credentials ended with ${result.exit}, not 4.`);
    this.expectedResults++;
  }

  /** Runs one page's commands as printed. */
  async page(page: StepPage): Promise<void> {
    const { session, practice } = this.sandbox;
    const started = performance.now();
    let blocks = 0;
    await runPages([page], session, {
      beforeBlock: (_page, block) => {
        this.io.signal.throwIfAborted();
        if (!this.quiet) this.printer.commands(block.text);
      },
      afterBlock: (_page, _block, result) => {
        blocks++;
        if (!this.quiet) this.printer.output(result.stdout + result.stderr);
      },
      notRun: (_page, block) => {
        if (!this.quiet) this.printer.line(`    (not run: ${block.text.split('\n')[0]}: ${block.reason})`);
      },
      authorize: async (name) => {
        this.printer.line(`    the handshake, in the console's place: npx lab practice authorize ${name}`);
        await finishHandshake(practice.exports, name);
      },
    });
    this.printer.finished(
      `${blocks} blocks of ${page.file.replace(/^.*labs\//, 'labs/')}, as printed`,
      performance.now() - started,
    );
  }

  /**
   * Runs the teardown on a copy of the account, so that the page's own cleanup commands still find the lab in the
   * first.
   */
  async teardownCopy(): Promise<void> {
    const copy = await this.sandbox.copy();
    const env = this.sandbox.checkEnv(copy);
    const started = performance.now();
    this.printer.line('  the sweeper, on a copy of the account: npx lab teardown');
    const result = await runTeardown(env, copy, this.io.signal, (text) => {
      if (!this.quiet) this.printer.line(text.trimEnd().replace(/^/gm, '    '));
    });
    this.printer.line(result.text.trimEnd().replace(/^/gm, '    '));
    this.printer.finished(`teardown ended with exit ${result.exit}`, performance.now() - started);
    if (result.exit !== 0) throw new DemoFailed(`teardown ended with ${result.exit}, not 0.`);
    await this.check('step-9', 'after teardown, on the copy', ['pass'], { practice: copy });
  }
}

/** Runs the nine steps in order. `keep` leaves out the cleanup. */
export async function runDemo(
  demo: Demo,
  sandbox: Sandbox,
  pages: StepPage[],
  printer: RunPrinter,
  keep: boolean,
): Promise<void> {
  for (const page of pages) {
    if (keep && page.id === 'step-9') return;
    printer.title(`${page.id.replace('step-', 'Step ')} · ${page.title}`);
    if (page.id === 'step-1') await demo.withoutCredentials();
    else if (page.id !== 'step-7')
      await demo.check(page.id, 'before the page’s commands', ['fail', 'waiting']);
    if (page.id === 'step-9') await demo.teardownCopy();
    await demo.page(page);
    await demo.check(page.id, 'after the page’s commands', ['pass']);
    if (page.id !== 'step-7') continue;
    const url = await sandbox.session.value('PAGE_URL');
    if (url === undefined) throw new DemoFailed('the page of step 7 sets no PAGE_URL.');
    await demo.check(page.id, 'given a presigned URL with one letter changed', ['fail'], {
      url: tampered(url),
    });
  }
}

/** The URL with the first character of its signature changed. */
function tampered(url: string): string {
  return url.replace(
    /((?:X-Amz-)?Signature=)(.)/,
    (_all, name: string, letter: string) => name + (letter === '0' ? '1' : '0'),
  );
}
