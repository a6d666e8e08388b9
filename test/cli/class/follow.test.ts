import { describe, expect, it } from 'vitest';
import { boardOf } from '../../../classroom/board.ts';
import type { SeatLook } from '../../../classroom/look.ts';
import type { Looked } from '../../../classroom/session.ts';
import { advance, newState } from '../../../classroom/state.ts';
import { follow } from '../../../cli/commands/class/follow.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { rosterOf, seatOf } from '../../kit/class-room.ts';

const trouble = (message: string): SeatLook => ({
  ...{ kind: 'trouble', seat: 'anna', at: 0 },
  trouble: {
    ...{ cause: 'denied', service: 'sts', operation: 'GetCallerIdentity', actions: [], code: 'Denied' },
    message,
  },
});
const done: SeatLook = {
  ...{ kind: 'seen', seat: 'anna', at: 0, repository: 'a/b' },
  run: { schemaVersion: 1, verdict: 'pass', steps: Array(8).fill(step('pass')), calls: [] },
};

function step(verdict: 'pass') {
  return { id: 'step-1' as const, name: 'credentials' as const, title: 't', verdict, findings: [] };
}

/** Rounds that were thought up, and keys; `undefined` is a round's time that has passed. */
async function play(rounds: (SeatLook | Error)[], keys: (string | undefined)[] = []) {
  const roster = rosterOf([seatOf('anna', 1)]);
  const said: string[] = [];
  const errors: string[] = [];
  const stopped = new AbortController();
  let state = newState('spring');
  const session = {
    line: 'the account',
    async look(): Promise<Looked> {
      const next = rounds.shift();
      if (next === undefined) throw new Error('looked more often than was thought of');
      if (next instanceof Error) throw next;
      const after = advance(state, roster.seats, [next], { now: 1_000 });
      state = after.state;
      const board = boardOf(roster, [next], state, { now: 1_000, changes: after.changes });
      return { board, looks: [next], state, evidenceOnly: false, remarks: ['a file is broken'] };
    },
    close() {},
  };
  const exit = await follow(
    {
      session,
      keys: {
        async next() {
          const key = keys.shift();
          if (key === 'ctrl-c') stopped.abort();
          // Time that passes is a round's: the next one begins.
          return key ?? ' ';
        },
        close() {},
      },
      ...{ mayAsk: true, everyMs: 60_000 },
    },
    {
      ...{ env: {}, interactive: false, colour: false, width: 100, signal: stopped.signal },
      stdout: (text) => said.push(text),
      stderr: (text) => errors.push(text),
    },
  );
  return { exit, said: said.join(''), errors };
}

describe('lab class status --watch', () => {
  it('shows the board, then what changes, and ends when everybody is done', async () => {
    const { exit, said, errors } = await play([trouble('no way in'), trouble('no way in'), done]);
    expect(exit).toBe(0);
    expect(said.match(/no way in/g)).toHaveLength(1);
    expect(said).toContain('anna: done (was could not tell)');
    expect(said).toContain('everybody is done');
    // What was remarked once is not said again with every round.
    expect(errors).toEqual(['a file is broken\n']);
  });

  it('goes on after a round that could not be made, but not after a first one', async () => {
    const { exit, said } = await play([trouble('x'), new CliError('the network is gone'), done]);
    expect([exit, said]).toEqual([0, expect.stringContaining('? the network is gone')]);
    await expect(play([new CliError('no roster')])).rejects.toThrow('no roster');
  });

  it('shows the board again on b, and quits with what it knows: q, or Ctrl-C', async () => {
    const { exit, said } = await play([trouble('x')], ['b', 'q']);
    expect([exit, said.match(/class spring/g)?.length]).toEqual([3, 2]);
    expect((await play([trouble('x')], ['ctrl-c'])).exit).toBe(130);
  });
});
