import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misconfigurations } from '../../../practice/misconfigurations/index.ts';
import { breakLab, causesOf, checkStep } from '../../../scenarios/break-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { repository } from '../../../scenarios/finished-lab/repository.ts';
import { rawAdminRequest } from '../../kit/raw-admin-request.ts';

const opened: Awaited<ReturnType<typeof finishedLab>>[] = [];
afterAll(async () => {
  for (const built of opened) await built.close();
});

async function openAt(stage: 'repository' | 'redeploy'): Promise<LabAccount> {
  const built = await finishedLab(stage);
  opened.push(built);
  return built.open();
}

/** Whether it was injected, or rejected with a message. */
async function isAnswered(lab: LabAccount, id: string): Promise<void> {
  const body = { id, names: lab.names, repository, branch: 'main' };
  const { status, json } = await rawAdminRequest(lab.practice, 'POST', 'fault', body);
  expect([200, 400, 403, 404, 409], `${id}: ${json.error}`).toContain(status);
  if (status !== 200) expect(json.error, id).toMatch(/\w{3,}/);
}

describe('every fault is injected, or rejected with a message', () => {
  it('in an account that has only the repository', async () => {
    const lab = await openAt('repository');
    for (const { id } of misconfigurations) await isAnswered(lab, id);
  });

  it('one after another in the same lab', async () => {
    const lab = await openAt('redeploy');
    for (const { id } of misconfigurations) await isAnswered(lab, id);
  });
});

describe('a lab in another region than the first one', () => {
  let lab: LabAccount;
  beforeAll(async () => {
    lab = await openAt('repository');
    Object.assign(lab.env, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' });
  });

  it.each(['region-differs', 'connection-other-region'])('%s', async (id) => {
    expect(causesOf(await checkStep(await breakLab(lab, id)))).toEqual([id]);
  });

  it('the connection of a seat under another name', async () => {
    Object.assign(lab.env, { LAB_SEAT: 'ada' });
    const broken = await breakLab(lab, 'connection-other-name');
    const run = await checkStep(broken);
    expect(causesOf(run)).toEqual(['connection-other-name']);
    expect(run.steps[0]?.findings[0]?.expected).toContain('ada-github-lab');
  });
});
