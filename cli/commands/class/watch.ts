import { exitCodes } from '../../../checker/engine/exit-code.ts';
import { human } from '../../../classroom/report/human.ts';
import { changeText, clock } from '../../../classroom/report/words.ts';
import type { PollResult, Session } from '../../../classroom/session.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import type { Keys } from '../../watch/keys.ts';

const help = 'space: look now · b: the whole board · q: quit';

export interface WatchOptions {
  session: Session;
  keys: Keys;
  /** Whether a user can press keys. */
  isInteractive: boolean;
  /** From the end of one poll to the start of the next: milliseconds. */
  everyMs: number;
}

/** Runs `lab class status --watch`: prints the board once, then its changes. Answers the exit code. */
export async function watchClass(
  { session, keys, isInteractive, everyMs }: WatchOptions,
  io: Io,
): Promise<number> {
  const print = (text: string) => io.stdout(`${text}\n`);
  const show = ({ board }: PollResult) =>
    io.stdout(`\n${human({ ...board, changes: [] }, { color: io.color, width: Math.min(io.width, 100) })}`);
  const printedRemarks = new Set<string>();
  const remark = (text: string) => {
    if (!printedRemarks.has(text)) io.stderr(`${text}\n`);
    printedRemarks.add(text);
  };
  let last: PollResult | undefined;
  print(session.line);
  if (isInteractive) print(help);
  for (;;) {
    let result: PollResult | undefined;
    try {
      result = await session.poll();
    } catch (error) {
      if (io.signal.aborted) return 130;
      // An error of the first poll ends the command. Later errors are printed, and the next poll tries again.
      if (last === undefined || !(error instanceof CliError)) throw error;
      print(`${clock(Date.now())} ? ${error.message}`);
    }
    if (result !== undefined) {
      result.remarks.forEach(remark);
      for (const change of result.board.changes) print(`${clock(result.board.now)} ${changeText(change)}`);
      if (last === undefined) show(result);
      last = result;
      if (result.board.verdict === 'pass') {
        print(`${clock(result.board.now)} everybody is done.`);
        return 0;
      }
    }
    for (const until = Date.now() + everyMs; Date.now() < until; ) {
      const key = await keys.next(until - Date.now());
      if (io.signal.aborted) return 130;
      if (key === 'q' || key === 'Q') return last === undefined ? 3 : exitCodes[last.board.verdict];
      if (key === 'b' && last !== undefined) show(last);
      if (key === '?') print(help);
      if (key === ' ' || key === '\r' || key === '\n') break;
    }
  }
}
