import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { findStep } from '../../checker/steps/index.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab('bucket');
  lab = await built.open();
});
afterAll(() => built.close());

describe('the timeout of a check', () => {
  it('includes the identity call', async () => {
    const proxy = await proxyTo(lab.practice.endpoint, () => 'hang');
    const started = Date.now();
    const { run } = await runCheck({
      values: {},
      env: { ...lab.env, AWS_ENDPOINT_URL: proxy.endpoint },
      steps: [findStep('3')].filter((step) => step !== undefined),
      timeoutMs: 500,
    });
    expect(Date.now() - started).toBeLessThan(2500);
    await proxy.close();
    expect(run.verdict).toBe('unknown');
    expect(exitCode(run)).toBe(3);
  });
});
