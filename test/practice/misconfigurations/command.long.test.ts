import { afterAll, beforeAll, expect, it } from 'vitest';
import { misconfigurations } from '../../../practice/misconfigurations/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { lab as command } from '../../kit/lab-command.ts';
import { rawAdminRequest } from '../../kit/raw-admin-request.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab('bucket');
  lab = await built.open();
});
afterAll(() => built.close());

const injectFault = (...args: string[]) => command(['practice', 'fault', ...args], lab.env);

it('lists every fault under its step', async () => {
  const { stdout, exit } = await injectFault();
  expect(exit).toBe(0);
  const lines = stdout.split('\n');
  for (const { id, step, says } of misconfigurations) {
    const at = lines.findIndex((line) => line.trim().startsWith(`${id} `) && line.endsWith(says));
    expect(at, id).toBeGreaterThan(-1);
    const heading = lines.slice(0, at).findLast((line) => /^step-\d/.test(line));
    expect(heading, id).toMatch(`step-${step} `);
  }
});

it('suggests the nearest name for an unknown one', async () => {
  const { stderr, exit } = await injectFault('versioning-suspnded');
  expect(exit).toBe(2);
  expect(stderr).toContain('npx lab practice fault versioning-suspended');
});

it('breaks the lab, and reports what it did and how to find it', async () => {
  const { stdout, exit } = await injectFault('versioning-suspended');
  expect(exit).toBe(0);
  expect(stdout).toContain('Done: Versioning of the deploy bucket was suspended.');
  expect(stdout).toContain('Find it with: npm run check step-3');
  const found = await command(['check', 'step-3'], lab.env);
  expect(found.exit).toBe(1);
  expect(found.stdout).toContain('Suspended');
});

it('prints what the learner has to type, and a URL to check', async () => {
  const typed = await injectFault('region-differs');
  expect(typed.stdout).toContain('\n  export AWS_DEFAULT_REGION=eu-west-1\n');
  const url = await injectFault('url-expired');
  expect(url.stdout).toMatch(/\n {2}export PAGE_URL='http:\/\/127\.0\.0\.1:\d+\/.*X-Amz-Expires=3600.*'\n/);
  expect(url.stdout).toContain('npm run check step-7 -- --url "$PAGE_URL"');
});

it("reports in AWS's words why the lab is not ready for it", async () => {
  const { stderr, exit } = await injectFault('wrong-branch');
  expect(exit).toBe(1);
  expect(stderr).toContain('PipelineNotFoundException');
});

it('rejects a request without the token, and an incomplete one', async () => {
  const ask = (token: string, body: object) => rawAdminRequest(lab.practice, 'POST', 'fault', body, token);
  const token = lab.env.LAB_PRACTICE_TOKEN ?? '';
  const whole = { id: 'bucket-missing', names: lab.names, repository: 'a/b', branch: 'main' };
  expect((await ask('guessed', whole)).status).toBe(403);
  expect((await ask(token, { ...whole, id: 'none' })).status).toBe(404);
  expect((await ask(token, { ...whole, repository: '../../etc' })).status).toBe(400);
  expect((await ask(token, { ...whole, names: { ...lab.names, pipeline: 7 } })).status).toBe(400);
  expect((await ask(token, { id: 'bucket-missing' })).status).toBe(400);
});
