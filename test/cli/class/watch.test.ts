import { describe, expect, it } from 'vitest';
import { boardOf } from '../../../classroom/board.ts';
import type { SeatPoll } from '../../../classroom/seat-poll.ts';
import type { PollResult } from '../../../classroom/session.ts';
import { advance, newState } from '../../../classroom/state.ts';
import { watchClass } from '../../../cli/commands/class/watch.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { rosterOf, seatOf } from '../../kit/roster.ts';

const failed = (message: string): SeatPoll => ({
  kind: 'failed',
  seat: 'anna',
  at: 0,
  error: {
    cause: 'denied',
    service: 'sts',
    operation: 'GetCallerIdentity',
    actions: [],
    code: 'Denied',
    message,
  },
});
const done: SeatPoll = {
  kind: 'seen',
  seat: 'anna',
  at: 0,
  repository: 'a/b',
  run: { schemaVersion: 1, verdict: 'pass', steps: Array(8).fill(step('pass')), calls: [] },
};

function step(verdict: 'pass') {
  return { id: 'step-1' as const, name: 'credentials' as const, title: 't', verdict, findings: [] };
}

/** Invented polls and keys. `undefined` is the time of a poll that has passed. */
async function play(rounds: (SeatPoll | Error)[], keys: (string | undefined)[] = []) {
  const roster = rosterOf([seatOf('anna', 1)]);
  const printed: string[] = [];
  const errors: string[] = [];
  const stopped = new AbortController();
  let state = newState('spring');
  const session = {
    line: 'the account',
    async poll(): Promise<PollResult> {
      const next = rounds.shift();
      if (next === undefined) throw new Error('looked more often than was thought of');
      if (next instanceof Error) throw next;
      const after = advance(state, roster.seats, [next], { now: 1_000 });
      state = after.state;
      const board = boardOf(roster, [next], state, { now: 1_000, changes: after.changes });
      return { board, seatPolls: [next], state, evidenceOnly: false, remarks: ['a file is broken'] };
    },
    close() {},
  };
  const exit = await watchClass(
    {
      session,
      keys: {
        async next() {
          const key = keys.shift();
          if (key === 'ctrl-c') stopped.abort();
          // The time passes, so the next poll begins.
          return key ?? ' ';
        },
        close() {},
      },
      isInteractive: true,
      everyMs: 60_000,
    },
    {
      env: {},
      interactive: false,
      color: false,
      width: 100,
      signal: stopped.signal,
      stdout: (text) => printed.push(text),
      stderr: (text) => errors.push(text),
    },
  );
  return { exit, said: printed.join(''), errors };
}

describe('lab class status --watch', () => {
  it('shows the board, then the changes, and ends when all seats are done', async () => {
    const { exit, said: printed, errors } = await play([failed('no way in'), failed('no way in'), done]);
    expect(exit).toBe(0);
    expect(printed.match(/no way in/g)).toHaveLength(1);
    expect(printed).toContain('anna: done (was could not tell)');
    expect(printed).toContain('everybody is done');
    // A message is not repeated with every poll.
    expect(errors).toEqual(['a file is broken\n']);
  });

  it('continues after a failed poll, but not after a failed first one', async () => {
    const { exit, said: printed } = await play([failed('x'), new CliError('the network is gone'), done]);
    expect([exit, printed]).toEqual([0, expect.stringContaining('? the network is gone')]);
    await expect(play([new CliError('no roster')])).rejects.toThrow('no roster');
  });

  it('shows the board again on b, and prints its result on q and Ctrl-C', async () => {
    const { exit, said: printed } = await play([failed('x')], ['b', 'q']);
    expect([exit, printed.match(/class spring/g)?.length]).toEqual([3, 2]);
    expect((await play([failed('x')], ['ctrl-c'])).exit).toBe(130);
  });
});
