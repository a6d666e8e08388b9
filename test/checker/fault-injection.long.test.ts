import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { breakLab } from '../../scenarios/break-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

const services = ['sts', 's3', 'iam', 'codeconnections', 'codepipeline'];
const all = (rate: number) => Object.fromEntries(services.map((service) => [service, rate]));
const randomFaults = (seed: number) => ({
  seed,
  latency: 100,
  throttle: all(0.3),
  errors: 0.1,
  drop: 0.05,
  halfClose: 0.03,
});

const broken = [
  'versioning-off',
  'connection-pending',
  'deploy-denied',
  'object-by-hand',
  'approval-missing',
];

describe('with injected faults the verdicts stay the same', () => {
  it.each([1, 2, 3, 4])('of a finished lab (seed %i)', async (seed) => {
    const lab = await built.open();
    await adminClient(lab.env).setFaultInjection(randomFaults(seed));
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it.each(broken)('%s', async (id) => {
    const lab = await built.open();
    await breakLab(lab, id);
    const calm = faultsOf(await checkLab(lab, '12345678'));
    expect(calm.length).toBeGreaterThan(0);
    await adminClient(lab.env).setFaultInjection(randomFaults(id.length));
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual(calm);
  });

  it('and a fact that is missing at the timeout is unknown, never failed', async () => {
    const lab = await built.open();
    await adminClient(lab.env).setFaultInjection({ seed: 1, throttle: { s3: 1 } });
    const run = await checkLab(lab, '345', { timeoutMs: 3000 });
    const verdicts = Object.fromEntries(run.steps.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toEqual({ 'step-3': 'unknown', 'step-4': 'pass', 'step-5': 'pass' });
    expect(exitCode(run)).toBe(3);
  });
});
