import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
});
afterAll(() => built.close());

describe('an unavailable account is never a failure', () => {
  it('reports within 10 seconds that an endpoint cannot be reached', async () => {
    const started = Date.now();
    const run = await checkLab(lab, '345', { endpoint: 'http://127.0.0.1:9' });
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(run.verdict).toBe('unknown');
    expect(exitCode(run)).toBe(3);
    for (const { findings } of run.steps) expect(findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });

  it('reports within 10 seconds that an endpoint does not answer', async () => {
    const proxy = await proxyTo(lab.practice.endpoint, () => 'hang');
    const started = Date.now();
    const run = await checkLab(lab, '3', { endpoint: proxy.endpoint });
    await proxy.close();
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(faultsOf(run)).toEqual(['step-3 unknown bucket.exists -']);
  });

  it('judges the other services if one is down', async () => {
    const proxy = await proxyTo(lab.practice.endpoint, ({ service }) =>
      service === 'codepipeline' ? 'cut' : 'pass',
    );
    const run = await checkLab(lab, '2345', { endpoint: proxy.endpoint });
    await proxy.close();
    expect(run.steps.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'unknown']);
    expect(exitCode(run)).toBe(3);
  });

  it('reports what is known when the time is up', async () => {
    const proxy = await proxyTo(lab.practice.endpoint, ({ service }) => (service === 's3' ? 'hang' : 'pass'));
    const run = await checkLab(lab, '34', { endpoint: proxy.endpoint, timeoutMs: 1500 });
    await proxy.close();
    expect(run.steps.map(({ verdict }) => verdict)).toEqual(['unknown', 'pass']);
  });

  it('never takes a 404 for absence unless it comes from AWS', async () => {
    const notFound = { status: 404, headers: { 'content-type': 'text/html' }, body: 'Not here' };
    const proxy = await proxyTo(lab.practice.endpoint, ({ service }) =>
      service === 's3' ? notFound : 'pass',
    );
    const run = await checkLab(lab, '3', { endpoint: proxy.endpoint });
    await proxy.close();
    expect(run.steps[0]?.verdict).toBe('unknown');
  });

  it.each([
    ['sts', ''],
    ['codepipeline', '{}'],
    ['iam', '<html>Sign in to the network</html>'],
  ])('never takes an empty answer of %s for absence', async (down, body) => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body };
    const proxy = await proxyTo(lab.practice.endpoint, ({ service }) => (service === down ? page : 'pass'));
    const run = await checkLab(lab, '135', { endpoint: proxy.endpoint });
    await proxy.close();
    const verdicts = run.steps.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
    expect(verdicts).toContain('unknown');
    expect(verdicts).not.toContain('fail');
  });

  it('passes despite throttling', async () => {
    let count = 0;
    const body = JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' });
    const proxy = await proxyTo(lab.practice.endpoint, ({ service }) =>
      service === 'codepipeline' && ++count % 3 !== 0 ? { status: 400, body } : 'pass',
    );
    const run = await checkLab(lab, '5', { endpoint: proxy.endpoint });
    await proxy.close();
    expect(faultsOf(run)).toEqual([]);
  });
});
