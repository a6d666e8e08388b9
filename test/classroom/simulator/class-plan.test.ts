import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRoster } from '../../../classroom/roster.ts';
import { BoardObserver } from '../../../classroom/simulator/board-observer.ts';
import { writeClass } from '../../../classroom/simulator/class-files.ts';
import {
  accountsOf,
  type ClassSpec,
  drawClass,
  isApplicable,
} from '../../../classroom/simulator/class-plan.ts';
import { differences } from '../../../classroom/simulator/compare.ts';
import type { BoardSeat, PollReport } from '../../../classroom/simulator/ports.ts';

const spec = (more: Partial<ClassSpec> = {}): ClassSpec => ({
  class: 'a-class',
  seats: 40,
  faults: 12,
  seed: 1,
  speed: 10,
  ...more,
});

describe('a generated class', () => {
  it('is the same for the same seed and differs for another', () => {
    expect(drawClass(spec())).toEqual(drawClass(spec()));
    expect(drawClass(spec({ seed: 2 }))).not.toEqual(drawClass(spec()));
  });

  it('of forty has twelve seats that get stuck on twelve causes, and some that never start', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7]) {
      const { seats } = drawClass(spec({ seed }));
      const stuck = seats.flatMap(({ mistake }) => mistake ?? []);
      expect([stuck.length, new Set(stuck).size], `seed ${seed}`).toEqual([12, 12]);
      expect(seats.filter(({ begins }) => !begins)).toHaveLength(2);
      for (const seat of seats)
        if (seat.mistake !== undefined)
          expect([seat.begins, isApplicable(seat, seat.mistake)], seat.mistake).toEqual([true, true]);
    }
  });

  it('has five accounts of individual seats beside the shared one, by profile and by role', () => {
    const plan = drawClass(spec());
    expect(accountsOf(plan)).toHaveLength(6);
    const accessKinds = plan.seats.map(({ access }) => access.kind);
    expect(new Set(accessKinds)).toEqual(new Set(['shared', 'profile', 'role']));
    expect(plan.seats.filter(({ account }) => account !== plan.shared)).toHaveLength(5);
  });

  it.each([1, 2, 3, 4, 5, 12, 40, 130, 200])(
    'of %i has as many stuck seats as possible and a valid roster',
    async (seats) => {
      const plan = drawClass(spec({ seats, faults: seats }));
      const come = plan.seats.filter(({ begins }) => begins);
      expect(come.every(({ mistake }) => mistake !== undefined)).toBe(true);
      const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
      const exportsOf = (account: string) => ({
        AWS_ACCESS_KEY_ID: `key of ${account}`,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      });
      const { roster, env } = writeClass(folder, plan, exportsOf);
      const profiles = [
        ...readFileSync(join(folder, 'aws', 'config'), 'utf8').matchAll(/^\[profile (.*)\]$/gm),
      ];
      const read = await readRoster(readFileSync(roster, 'utf8'), {
        file: roster,
        profiles: profiles.map(([, name = '']) => name),
      });
      expect(
        read.seats.map(({ id, name, access, region, repository }) => ({
          id,
          name,
          access,
          region,
          repository,
        })),
      ).toEqual(
        plan.seats.map(({ id, name, access, region, repository }) => ({
          id,
          name,
          access,
          region,
          repository,
        })),
      );
      expect(read.account).toBe(plan.shared);
      expect(readFileSync(env, 'utf8')).toContain(`export AWS_ACCESS_KEY_ID='key of ${plan.shared}'`);
      rmSync(folder, { recursive: true });
    },
  );
});

describe('two states of the accounts', () => {
  it('differ by what was added, removed or changed', () => {
    const before = { '1': { a: 'x', b: 'y', c: 'z' }, '2': { a: 'x' } };
    expect(differences(before, structuredClone(before))).toEqual([]);
    const after = { '1': { a: 'x', b: 'other', d: 'w' }, '2': { a: 'x' }, '3': { e: 'v' } };
    expect(differences(before, after)).toEqual([
      { account: '1', added: ['d'], missing: ['c'], changed: ['b'] },
      { account: '3', added: ['e'], missing: [], changed: [] },
    ]);
  });
});

describe('the verification of the board', () => {
  const seen = (...seats: Partial<BoardSeat>[]): PollReport => ({
    calls: 1,
    ms: 1,
    seats: seats.map((sight) => ({ seat: 'a', status: 'stuck', passed: [], ...sight })),
  });

  /** A class in which one seat gets stuck, and a board that shows these states one after the other. */
  async function observe(polls: PollReport[]) {
    const observer = new BoardObserver(new AbortController().signal);
    const learning = observer.stuck('a', 'bucket-missing');
    await observer.pollUntil(learning, { poll: async () => polls.shift() ?? seen() });
    return observer.diagnoses;
  }
  const diagnosis = { seat: 'a', expected: 'bucket-missing', step: 'step-3' };

  it('is right only if the board shows the exact cause', async () => {
    expect(await observe([seen({ cause: 'bucket-missing' })])).toEqual([
      { ...diagnosis, named: 'bucket-missing', rounds: 1, right: true },
    ]);
    expect(await observe([seen({ cause: 'bucket-left' })])).toEqual([
      { ...diagnosis, named: 'bucket-left', rounds: 1, right: false },
    ]);
  });

  it('reads the board again while it is unknown, but not forever', async () => {
    expect(await observe([seen({}), seen({ cause: 'bucket-missing' })])).toEqual([
      { ...diagnosis, named: 'bucket-missing', rounds: 2, right: true },
    ]);
    expect(await observe([])).toEqual([{ ...diagnosis, named: null, rounds: 5, right: false }]);
  });

  it('ignores a seat that got stuck during the poll', async () => {
    const observer = new BoardObserver(new AbortController().signal);
    let late: Promise<void> | undefined;
    let rounds = 0;
    const learning = observer.stuck('a', 'bucket-missing').then(() => late);
    await observer.pollUntil(learning, {
      async poll() {
        rounds += 1;
        late ??= observer.stuck('b', 'wrong-branch');
        return seen(
          { cause: 'bucket-missing' },
          { seat: 'b', cause: rounds === 1 ? 'bucket-left' : 'wrong-branch' },
        );
      },
    });
    expect(observer.diagnoses.map(({ seat, named }) => [seat, named])).toEqual([
      ['a', 'bucket-missing'],
      ['b', 'wrong-branch'],
    ]);
  });
});
