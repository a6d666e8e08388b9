import { codes } from '../../../checker/engine/exit.ts';
import { human } from '../../../classroom/report/human.ts';
import { changeText, clock } from '../../../classroom/report/words.ts';
import type { Looked, Session } from '../../../classroom/session.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import type { Keys } from '../../watch/terminal.ts';

const help = 'space: look now · b: the whole board · q: quit';

export interface Following {
  session: Session;
  keys: Keys;
  /** Is there somebody to press keys? */
  mayAsk: boolean;
  /** From the end of one round to the beginning of the next: milliseconds. */
  everyMs: number;
}

/** `lab class status --watch`: the board, then what changes. Answers the exit code. */
export async function follow({ session, keys, mayAsk, everyMs }: Following, io: Io): Promise<number> {
  const say = (text: string) => io.stdout(`${text}\n`);
  const show = ({ board }: Looked) =>
    io.stdout(`\n${human({ ...board, changes: [] }, { colour: io.colour, width: Math.min(io.width, 100) })}`);
  const said = new Set<string>();
  const remark = (text: string) => {
    if (!said.has(text)) io.stderr(`${text}\n`);
    said.add(text);
  };
  let last: Looked | undefined;
  say(session.line);
  if (mayAsk) say(help);
  for (;;) {
    let looked: Looked | undefined;
    try {
      looked = await session.look();
    } catch (error) {
      if (io.signal.aborted) return 130;
      // What is wrong from the start is wrong with the command; later it is told and tried again.
      if (last === undefined || !(error instanceof CliError)) throw error;
      say(`${clock(Date.now())} ? ${error.message}`);
    }
    if (looked !== undefined) {
      looked.remarks.forEach(remark);
      for (const change of looked.board.changes) say(`${clock(looked.board.now)} ${changeText(change)}`);
      if (last === undefined) show(looked);
      last = looked;
      if (looked.board.verdict === 'pass') {
        say(`${clock(looked.board.now)} everybody is done.`);
        return 0;
      }
    }
    for (const until = Date.now() + everyMs; Date.now() < until; ) {
      const key = await keys.next(until - Date.now());
      if (io.signal.aborted) return 130;
      if (key === 'q' || key === 'Q') return last === undefined ? 3 : codes[last.board.verdict];
      if (key === 'b' && last !== undefined) show(last);
      if (key === '?') say(help);
      if (key === ' ' || key === '\r' || key === '\n') break;
    }
  }
}
