import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { Roster } from '../../classroom/seat.ts';
import { type ClassTeardownOptions, type ClassTorn, teardownClass } from '../../classroom/teardown/index.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import type { Where } from './class-lab.ts';
import { rosterOf, seatOf, waysTo } from './class-room.ts';

const closers: (() => unknown)[] = [];

/** To be done when the test is over, last first. */
export const afterwards = (close: () => unknown) => void closers.push(close);

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A practice account of the test's own, without a fault of ours until its end. */
export async function account(): Promise<Practice> {
  const faults: unknown[] = [];
  const practice = await startPractice({ port: 0, onFault: (fault) => faults.push(fault) });
  afterwards(async () => {
    await practice.close();
    expect(faults).toEqual([]);
  });
  return practice;
}

export function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'class-teardown-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Seats of the shared account, by their ids. */
export const sharedSeats = (ids: readonly string[]): Roster =>
  rosterOf(ids.map((id, at) => seatOf(id, at + 1)));

type Keys = Pick<Where, 'endpoint' | 'exports'>;

/** The teardown of a class, with a home of its own; confirmed unless told otherwise. */
export function classOf(shared: Keys, roster: Roster, profiles: Record<string, Keys> = {}) {
  const ways = waysTo(shared, profiles);
  afterwards(() => ways.close());
  const base: ClassTeardownOptions = {
    ...{ roster, home: home(), target: 'practice', clientsOf: ways.clientsOf, waitMs: 3_000, apartMs: 20 },
    confirm: async () => true,
  };
  return {
    ...{ home: base.home, clientsOf: ways.clientsOf },
    run: (more: Partial<ClassTeardownOptions> = {}) => teardownClass({ ...base, ...more }),
    /** Nobody is there to confirm anything. */
    async alone(more: Partial<ClassTeardownOptions> = {}) {
      const { confirm: _, ...rest } = base;
      return teardownClass({ ...rest, ...more });
    },
  };
}

export const states = ({ seats }: ClassTorn) =>
  Object.fromEntries(seats.map(({ seat, state }) => [seat.id, state]));

export const whys = ({ seats }: ClassTorn) =>
  Object.fromEntries(
    seats.filter(({ why }) => why.length > 0).map(({ seat, why }) => [seat.id, why.join('; ')]),
  );

/** What is there in the one and not in the other: records by table and key. */
export function differing(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).sort();
}
