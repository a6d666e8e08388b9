import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('an unknown fact hides no known one', () => {
  it('git host down: the second release passes, its proof is unknown', async () => {
    const away = { ...lab, env: { ...lab.env, LAB_GIT_URL: 'http://127.0.0.1:9' } };
    expect(faultsOf(await checkLab(away, '268'))).toEqual([
      'step-2 unknown repository.branch -',
      'step-6 unknown approval.deployed -',
      'step-8 unknown redeploy.live -',
    ]);
  });

  it('no folder at the path of the clone', async () => {
    const run = await checkLab(lab, '28', { settings: { clone: '/no/such/folder' } });
    expect(faultsOf(run)).toEqual(['step-2 unknown repository.clone -']);
  });

  it("the pipeline's state is denied: an execution that ended needs no state", async () => {
    const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
    const proxy = await proxyTo(lab.practice.endpoint, ({ headers }) =>
      String(headers['x-amz-target']).endsWith('.GetPipelineState') ? { status: 400, body } : 'pass',
    );
    const run = await checkLab(lab, '568', { endpoint: proxy.endpoint });
    await proxy.close();
    expect(faultsOf(run)).toEqual(['step-5 unknown pipeline.transitions -']);
  });

  it('no repository is set: each step reports it and gives the command', async () => {
    const run = await checkLab(lab, '268', { settings: { repository: undefined } });
    expect(faultsOf(run)).toEqual([
      'step-2 fail repository.branch repository-missing',
      'step-6 fail approval.deployed repository-missing',
      'step-8 fail redeploy.live repository-missing',
    ]);
    const fix = run.steps[1]?.findings.find(({ verdict }) => verdict === 'fail')?.fix;
    expect(fix).toBe('npx lab init --repository octocat/codepipeline-s3-lab');
  });
});
