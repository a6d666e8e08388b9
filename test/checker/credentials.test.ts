import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
});
afterAll(() => built.close());

describe('credentials', () => {
  it.each([
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'wrong-secret'],
    ['an unknown key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, 'unknown-key'],
  ])('reports %s, and exits with 4', async (_name, otherwise, kind) => {
    const run = await checkLab(lab, '1', otherwise);
    expect(run.credentials).toBe(kind);
    expect(exitCode(run)).toBe(4);
    expect(faultsOf(run)).toContain(`step-1 fail credentials.identity credentials-${kind}`);
  });

  it('fail if the account is not the pinned one', async () => {
    const run = await checkLab(lab, '1', { settings: { account: '123456789012' } });
    expect(faultsOf(run)).toEqual(['step-1 fail credentials.account account-other']);
  });

  it('reveal a wrong clock by the dates of the answers', async () => {
    const moved = await built.open();
    moved.practice.emulator.clock.shiftOffset(-40 * 60_000);
    const run = await checkLab(moved, '1');
    expect(faultsOf(run)).toEqual(['step-1 fail credentials.clock clock-off']);
    expect(exitCode(run)).toBe(1);
  });
});
