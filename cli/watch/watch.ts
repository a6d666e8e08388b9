import { exitCode } from '../../checker/engine/exit-code.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import { CliError } from '../../lab-home/errors.ts';
import { escapeLine } from '../../terminal/escape-control.ts';
import { type Change, ChangeTracker } from './changes.ts';
import { Hints } from './hints.ts';
import { minDelayMs, nextDelay } from './poll-interval.ts';

/** What `watch` depends on, passed in so that tests need no terminal, clock or account. */
export interface WatchContext {
  /** Runs one whole check. Rejects with CliError when the check could not begin. */
  check(): Promise<{ run: Run; line: string }>;
  print(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The next key, or undefined when the time is over. Without a terminal no key ever comes. */
  nextKey(milliseconds: number): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Whether a person can press keys. */
  hasKeyboard: boolean;
}

const marks: Record<Verdict, string> = { pass: '✓', fail: '✗', waiting: '…', unknown: '?' };
const verdictWords: Record<Verdict, string> = {
  pass: 'passed',
  fail: 'failed',
  waiting: 'waiting',
  unknown: 'could not tell',
};
const help = 'space: look now · h: a hint · q: quit';

/** `10:04:31` in UTC, like all times that the lab prints. */
const timeOf = (time: number) => new Date(time).toISOString().slice(11, 19);

function changeLine({ step, finding: { verdict, title, found }, before }: Change): string {
  const previously = before === undefined || before === verdict ? '' : ` (was ${verdictWords[before]})`;
  const more = verdict === 'waiting' || verdict === 'unknown' ? `: ${found}` : '';
  return escapeLine(`${marks[verdict]} ${step} ${title}, ${verdictWords[verdict]}${previously}${more}`);
}

/**
 * Checks again and again, prints what has changed, and returns the exit code: 0 when everything passes, the last
 * check's code after `q`, 130 after Ctrl-C. Throws an error of the first check; a CliError of a later check is
 * printed, and the check repeated.
 */
export async function watch(context: WatchContext): Promise<number> {
  const changes = new ChangeTracker();
  const hints = new Hints();
  let last: Run | undefined;
  let lastError = '';
  let delay = minDelayMs;
  for (;;) {
    const result = await checkOnce(context, last === undefined);
    if (context.signal.aborted) return 130;
    if ('error' in result) {
      if (result.error !== lastError) context.print(`${timeOf(context.now())} ? ${result.error}`);
      lastError = result.error;
      delay = nextDelay(delay, false, undefined);
    } else {
      const changed = changes.update(result.run);
      if (last === undefined) printFirstResult(context, result.line, result.run);
      else for (const change of changed) context.print(`${timeOf(context.now())} ${changeLine(change)}`);
      delay = nextDelay(delay, changed.length > 0, result.run.verdict);
      last = result.run;
      lastError = '';
      if (result.run.verdict === 'pass') {
        context.print(`${timeOf(context.now())} ✓ everything passes.`);
        return 0;
      }
    }
    const quit = await waitForNextCheck(context, delay, hints, last);
    if (context.signal.aborted) return 130;
    if (quit) return last === undefined ? 3 : exitCode(last);
  }
}

async function checkOnce(
  context: WatchContext,
  isFirst: boolean,
): Promise<{ run: Run; line: string } | { error: string }> {
  try {
    return await context.check();
  } catch (error) {
    // An error before the first result comes from the command itself. Later, the account or the network has changed.
    if (isFirst || !(error instanceof CliError)) throw error;
    return { error: error.message };
  }
}

/** Prints the first result in full: one line for each step, and one for each finding that does not pass. */
function printFirstResult(context: WatchContext, line: string, run: Run): void {
  context.print(line);
  if (context.hasKeyboard) context.print(help);
  for (const { id, name, verdict, findings } of run.steps) {
    context.print(`${timeOf(context.now())} ${marks[verdict]} ${id} ${name}, ${verdictWords[verdict]}`);
    for (const finding of findings)
      if (finding.verdict !== 'pass') context.print(`           ${changeLine({ step: id, finding })}`);
  }
}

/** Waits until the next check is due, and handles keys meanwhile. Returns true when the user quits. */
async function waitForNextCheck(
  context: WatchContext,
  delay: number,
  hints: Hints,
  last: Run | undefined,
): Promise<boolean> {
  const until = context.now() + delay;
  const earliest = context.now() + Math.min(delay, minDelayMs / 4);
  for (;;) {
    const key = await context.nextKey(Math.max(0, until - context.now()));
    if (key === undefined || context.signal.aborted) return false;
    if (key === 'q' || key === 'Q') return true;
    if (key === 'h' && last !== undefined) for (const line of hints.next(last)) context.print(line);
    if (key === '?') context.print(help);
    // A key that stays pressed must not cause one check after another.
    if ((key === ' ' || key === '\r' || key === '\n') && context.now() >= earliest) return false;
  }
}
