import { exitCode } from '../../checker/engine/exit.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import { CliError } from '../../lab-home/errors.ts';
import { type Change, ChangeTracker } from './changes.ts';
import { Hints } from './hints.ts';
import { minDelayMs, nextDelay } from './poll-interval.ts';

/** What a watch lives on: handed in, so that it can be tried without a terminal, a clock or an account. */
export interface WatchContext {
  /** One whole check; rejects with CliError where it could not even begin. */
  check(): Promise<{ run: Run; line: string }>;
  print(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The next key, or undefined when the time is over. Without a terminal no key ever comes. */
  nextKey(milliseconds: number): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Is there somebody to press keys? */
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

/** `10:04:31` in UTC, as all times that the lab prints. */
const timeOf = (time: number) => new Date(time).toISOString().slice(11, 19);

function changeLine({ step, finding: { verdict, title, found }, before }: Change): string {
  const previously = before === undefined || before === verdict ? '' : ` (was ${verdictWords[before]})`;
  const more = verdict === 'waiting' || verdict === 'unknown' ? `: ${found}` : '';
  return `${marks[verdict]} ${step} ${title}, ${verdictWords[verdict]}${previously}${more}`;
}

/**
 * Looks again and again, tells what has changed, and ends when all passes (0), at `q` (the last look's exit
 * code) or at Ctrl-C (130). What cannot be looked at the first time is thrown; later it is told and tried again.
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
    // What is wrong from the start is wrong with the command; later the account or the network has changed.
    if (isFirst || !(error instanceof CliError)) throw error;
    return { error: error.message };
  }
}

/** The first look is told whole, though briefly: one line a step, and one for each thing in the way. */
function printFirstResult(context: WatchContext, line: string, run: Run): void {
  context.print(line);
  if (context.hasKeyboard) context.print(help);
  for (const { id, name, verdict, findings } of run.steps) {
    context.print(`${timeOf(context.now())} ${marks[verdict]} ${id} ${name}, ${verdictWords[verdict]}`);
    for (const finding of findings)
      if (finding.verdict !== 'pass') context.print(`           ${changeLine({ step: id, finding })}`);
  }
}

/** Waits for the next look, and answers keys meanwhile. True when somebody quits. */
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
    // A key that is held down does not make a storm of calls.
    if ((key === ' ' || key === '\r' || key === '\n') && context.now() >= earliest) return false;
  }
}
