import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { Clients } from '../../checker/account/clients.ts';
import type { Roster } from '../../classroom/seat.ts';
import {
  type ClassTeardownOptions,
  type ClassTeardownResult,
  teardownClass,
} from '../../classroom/teardown/index.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import type { AccountAccess } from './class-lab.ts';
import { accessTo, rosterOf, seatOf } from './roster.ts';

const closers: (() => unknown)[] = [];

/** Work to do after the test, last first. */
export const onTestEnd = (close: () => unknown) => void closers.push(close);

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A practice account for one test. Fails the test at the end if there was an internal error. */
export async function practiceAccount(): Promise<Practice> {
  const internalErrors: unknown[] = [];
  const practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  onTestEnd(async () => {
    await practice.close();
    expect(internalErrors).toEqual([]);
  });
  return practice;
}

export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'class-teardown-'));
  onTestEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Seats of the shared account, by their ids. */
export const sharedSeats = (ids: readonly string[]): Roster =>
  rosterOf(ids.map((id, at) => seatOf(id, at + 1)));

type Keys = Pick<AccountAccess, 'endpoint' | 'exports'>;

/** The regions that these classes use. A search of all regions takes ten times as long. */
export const usedRegions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

/** The teardown of a class with its own home. It is confirmed, and searches three regions, unless the options differ. */
export function classTeardown(shared: Keys, roster: Roster, profiles: Record<string, Keys> = {}) {
  const access = accessTo(shared, profiles);
  onTestEnd(() => access.close());
  const base: ClassTeardownOptions = {
    roster,
    home: temporaryHome(),
    target: 'practice',
    clientsOf: access.clientsOf,
    waitMs: 3_000,
    scanIntervalMs: 20,
    searchRegions: usedRegions,
    confirm: async () => true,
  };
  return {
    home: base.home,
    clientsOf: access.clientsOf,
    run: (more: Partial<ClassTeardownOptions> = {}) => teardownClass({ ...base, ...more }),
    /** Runs the teardown without a way to confirm it. */
    async unattended(more: Partial<ClassTeardownOptions> = {}) {
      const { confirm: _, ...rest } = base;
      return teardownClass({ ...rest, ...more });
    },
  };
}

/** The same clients. `hear` is told of every call before it is sent. */
export function listening(
  clients: Clients,
  hear: (call: { operation: string; region: string | undefined; input: object }) => unknown,
): Clients {
  const get: Clients['get'] = async (service, region) => {
    const client = await clients.get(service, region);
    const real = client.send.bind(client) as (command: object, options?: object) => Promise<unknown>;
    const send = (command: { input: object }, options?: object) => {
      hear({ operation: command.constructor.name.replace(/Command$/, ''), region, input: command.input });
      return real(command, options);
    };
    return { send } as unknown as typeof client;
  };
  return { ...clients, get };
}

export const states = ({ seats }: ClassTeardownResult) =>
  Object.fromEntries(seats.map(({ seat, state }) => [seat.id, state]));

export const reasons = ({ seats }: ClassTeardownResult) =>
  Object.fromEntries(
    seats.filter(({ why }) => why.length > 0).map(({ seat, why }) => [seat.id, why.join('; ')]),
  );

/** The records, by table and key, that only one of the two has. */
export function differing(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).sort();
}
