import { exitCode } from '../../checker/engine/exit.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import { CliError } from '../../lab-home/errors.ts';
import { type Change, Changes } from './changes.ts';
import { Hints } from './hints.ts';
import { floor, nextDelay } from './rhythm.ts';

/** What a watch lives on: handed in, so that it can be tried without a terminal, a clock or an account. */
export interface World {
  /** One whole check; rejects with CliError where it could not even begin. */
  look(): Promise<{ run: Run; line: string }>;
  say(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The next key, or undefined when the time is over. Without a terminal no key ever comes. */
  key(milliseconds: number): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Is there somebody to press keys? */
  keys: boolean;
}

const marks: Record<Verdict, string> = { pass: '✓', fail: '✗', waiting: '…', unknown: '?' };
const words: Record<Verdict, string> = {
  pass: 'passed',
  fail: 'failed',
  waiting: 'waiting',
  unknown: 'could not tell',
};
const help = 'space: look now · h: a hint · q: quit';

/** `10:04:31` in UTC, as all times that the lab prints. */
const clock = (time: number) => new Date(time).toISOString().slice(11, 19);

function told({ step, finding: { verdict, title, found }, before }: Change): string {
  const was = before === undefined || before === verdict ? '' : ` (was ${words[before]})`;
  const more = verdict === 'waiting' || verdict === 'unknown' ? `: ${found}` : '';
  return `${marks[verdict]} ${step} ${title}, ${words[verdict]}${was}${more}`;
}

/**
 * Looks again and again, tells what has changed, and ends when all passes (0), at `q` (the last look's exit
 * code) or at Ctrl-C (130). What cannot be looked at the first time is thrown; later it is told and tried again.
 */
export async function watch(world: World): Promise<number> {
  const changes = new Changes();
  const hints = new Hints();
  let last: Run | undefined;
  let said = '';
  let delay = floor;
  for (;;) {
    const seen = await lookOnce(world, last === undefined);
    if (world.signal.aborted) return 130;
    if ('trouble' in seen) {
      if (seen.trouble !== said) world.say(`${clock(world.now())} ? ${seen.trouble}`);
      said = seen.trouble;
      delay = nextDelay(delay, false, undefined);
    } else {
      const turned = changes.take(seen.run);
      if (last === undefined) begin(world, seen.line, seen.run);
      else for (const change of turned) world.say(`${clock(world.now())} ${told(change)}`);
      delay = nextDelay(delay, turned.length > 0, seen.run.verdict);
      last = seen.run;
      said = '';
      if (seen.run.verdict === 'pass') {
        world.say(`${clock(world.now())} ✓ everything passes.`);
        return 0;
      }
    }
    const quit = await wait(world, delay, hints, last);
    if (world.signal.aborted) return 130;
    if (quit) return last === undefined ? 3 : exitCode(last);
  }
}

async function lookOnce(
  world: World,
  isFirst: boolean,
): Promise<{ run: Run; line: string } | { trouble: string }> {
  try {
    return await world.look();
  } catch (error) {
    // What is wrong from the start is wrong with the command; later the account or the network has changed.
    if (isFirst || !(error instanceof CliError)) throw error;
    return { trouble: error.message };
  }
}

/** The first look is told whole, though briefly: one line a step, and one for each thing in the way. */
function begin(world: World, line: string, run: Run): void {
  world.say(line);
  if (world.keys) world.say(help);
  for (const { id, name, verdict, findings } of run.steps) {
    world.say(`${clock(world.now())} ${marks[verdict]} ${id} ${name}, ${words[verdict]}`);
    for (const finding of findings)
      if (finding.verdict !== 'pass') world.say(`           ${told({ step: id, finding })}`);
  }
}

/** Waits for the next look, and answers keys meanwhile. True when somebody quits. */
async function wait(world: World, delay: number, hints: Hints, last: Run | undefined): Promise<boolean> {
  const until = world.now() + delay;
  const soonest = world.now() + Math.min(delay, floor / 4);
  for (;;) {
    const key = await world.key(Math.max(0, until - world.now()));
    if (key === undefined || world.signal.aborted) return false;
    if (key === 'q' || key === 'Q') return true;
    if (key === 'h' && last !== undefined) for (const line of hints.next(last)) world.say(line);
    if (key === '?') world.say(help);
    // A key that is held down does not make a storm of calls.
    if ((key === ' ' || key === '\r' || key === '\n') && world.now() >= soonest) return false;
  }
}
