import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { SimulationReport } from '../../../classroom/simulator/report.ts';
import { emptyHome, lab } from '../../kit/lab-command.ts';

const homes: string[] = [];
afterAll(() => {
  for (const one of homes) rmSync(one, { recursive: true, force: true });
});

async function simulated(...args: string[]) {
  const home = emptyHome();
  homes.push(home);
  const all = ['class', 'simulate', '--seats', '40', '--faults', '12', '--reporter', 'json', ...args];
  const { exit, stdout, stderr, ms } = await lab(all, { HOME: home, LAB_HOME: home }, { timeout: 600_000 });
  expect(stderr).toBe('');
  return { exit, ms, document: JSON.parse(stdout) as SimulationReport };
}

/** A healthy class of forty. */
function requireRight({ exit, document }: Awaited<ReturnType<typeof simulated>>): void {
  const { troubles, seats, accounts, differences } = document;
  expect(troubles).toHaveLength(12);
  expect(new Set(troubles.map(({ expected }) => expected)).size).toBe(12);
  expect(troubles.filter(({ named, expected }) => named !== expected)).toEqual([]);
  // The board shows the text of a raised hand in the learner's own words.
  const helpRequests = troubles.flatMap(({ hand: raisedHand }) => raisedHand ?? []);
  expect(helpRequests.length).toBeGreaterThan(0);
  for (const { raised, shown } of helpRequests) expect(shown).toBe(raised);
  expect(seats.filter(({ right }) => !right)).toEqual([]);
  expect(seats.map(({ teardown }) => teardown).sort()).toEqual([
    ...Array.from({ length: 38 }, () => 'clean'),
    'not-begun',
    'not-begun',
  ]);
  expect(new Set(seats.map(({ access }) => access))).toEqual(new Set(['shared', 'profile', 'role']));
  expect([accounts.map(({ same }) => same), differences]).toEqual([
    Array.from({ length: 6 }, () => true),
    [],
  ]);
  expect([exit, document.verdict]).toEqual([0, 'pass']);
}

describe('a simulated class of forty, twelve of them stuck', () => {
  it('is followed to its end, and every account is left unchanged', async () => {
    const class40 = await simulated('--seed', '40');
    requireRight(class40);
    expect(class40.document.calls.refused).toBe(0);
  }, 600_000);

  it('also with throttling everywhere and a teardown that is killed', async () => {
    const class40 = await simulated('--seed', '41', '--throttle', '20', '--kill');
    requireRight(class40);
    expect(class40.document.teardown.killed).toBe(true);
    expect(class40.document.calls.refused).toBeGreaterThan(100);
  }, 600_000);
});
