import type { CheckBlock, CoursePage, NoRunBlock, RunBlock } from '../reader/page.ts';
import { firstDifference } from './expected-output.ts';
import type { BlockResult, ShellSession } from './shell-session.ts';

/** What the caller of `runPages` does for a page or a block. A hook that throws ends the run. */
export interface RunHooks<P extends CoursePage = CoursePage> {
  beforePage?(page: P): Promise<void> | void;
  afterPage?(page: P): Promise<void> | void;
  beforeBlock?(page: P, block: RunBlock): Promise<void> | void;
  afterBlock?(page: P, block: RunBlock, result: BlockResult): Promise<void> | void;
  /** Finishes the handshake of a connection, as a person does in the console. */
  authorize(connectionName: string): Promise<void>;
  /** Called at the page's own `npm run check step-N`, which is not run as a command. */
  check?(page: P, block: CheckBlock): Promise<void> | void;
  /** Called for each block that is not run; the block has the reason. */
  notRun?(page: P, block: NoRunBlock): void;
}

/**
 * A page's commands failed, took too long, or printed something else than the page shows. The message names the line.
 */
export class PageRunError extends Error {
  readonly page: CoursePage;
  readonly line: number;
  readonly result: BlockResult | undefined;

  constructor(page: CoursePage, line: number, message: string, result?: BlockResult) {
    const printed = result === undefined ? '' : quote(result);
    super(`${page.file}:${line}: ${message}${printed}`);
    this.name = 'PageRunError';
    this.page = page;
    this.line = line;
    this.result = result;
  }
}

/**
 * Runs the pages' commands in order, as printed, in one session, like a learner who types all of them. Throws a
 * PageRunError at the first command that fails, takes too long, or prints something else than the page shows.
 */
export async function runPages<P extends CoursePage>(
  pages: readonly P[],
  session: ShellSession,
  hooks: RunHooks<P>,
): Promise<void> {
  for (const page of pages) {
    await hooks.beforePage?.(page);
    for (const block of page.blocks) {
      if (block.use === 'norun') hooks.notRun?.(page, block);
      else if (block.use === 'check') await hooks.check?.(page, block);
      else await runBlock(page, block, session, hooks);
    }
    await hooks.afterPage?.(page);
  }
}

async function runBlock<P extends CoursePage>(
  page: P,
  block: RunBlock,
  session: ShellSession,
  hooks: RunHooks<P>,
): Promise<void> {
  if (block.handshake !== undefined) {
    const name = await session.value(block.handshake);
    if (name === undefined) {
      const message = `the handshake needs a connection's name, and $${block.handshake} is not set`;
      throw new PageRunError(page, block.line, message);
    }
    await hooks.authorize(name);
  }
  await hooks.beforeBlock?.(page, block);
  const result = await session.run(block.text, { timeoutMs: block.timeoutSeconds * 1000 });
  await hooks.afterBlock?.(page, block, result);
  requireExpectedResult(page, block, result);
}

function requireExpectedResult(page: CoursePage, block: RunBlock, result: BlockResult): void {
  if (result.timedOut) {
    const message = `not done after ${block.timeoutSeconds} seconds`;
    throw new PageRunError(page, block.line, message, result);
  }
  if (result.exit !== block.expectExit) {
    const line = block.line + (result.failed?.line ?? 1) - 1;
    const command = result.failed?.command.split('\n')[0] ?? 'the block';
    const message = `'${command}' ended with ${result.exit}, not ${block.expectExit}`;
    throw new PageRunError(page, line, message, result);
  }
  if (block.output === undefined) return;
  const difference = firstDifference(block.output.text, result.stdout);
  if (difference === undefined) return;
  const message = `the page says '${difference.expected}', printed was '${difference.printed ?? 'nothing more'}'`;
  throw new PageRunError(page, block.output.line + difference.line - 1, message, result);
}

function quote(result: BlockResult): string {
  const lines = [result.stdout, result.stderr].flatMap((text) => text.trimEnd().split('\n').slice(-10));
  const printed = lines.filter(Boolean).map((line) => `\n  ${line}`);
  return printed.length === 0 ? '. It printed nothing.' : `. It printed:${printed.join('')}`;
}
