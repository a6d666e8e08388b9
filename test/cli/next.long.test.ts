import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { lab } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let account: LabAccount;
let half: Awaited<ReturnType<typeof finishedLab>>;
let begun: LabAccount;
beforeAll(async () => {
  [built, half] = await Promise.all([finishedLab(), finishedLab('bucket')]);
  [account, begun] = await Promise.all([built.open(), half.open()]);
});
afterAll(() => Promise.all([built.close(), half.close()]));

const marks = (stdout: string) =>
  [...stdout.matchAll(/^ {2}([✓→·]) (step-\d)/gm)].map(([, mark, id]) => `${mark} ${id}`);

describe('lab next', () => {
  it('names the first step that is not done, its page, the minutes left and the live resources', async () => {
    const { exit, stdout } = await lab(['next'], begun.env);
    expect(exit).toBe(0);
    expect(marks(stdout)).toEqual([
      '✓ step-1',
      '✓ step-2',
      '✓ step-3',
      '→ step-4',
      '· step-5',
      '· step-6',
      '· step-7',
      '· step-8',
    ]);
    expect(stdout).toContain('Now: step-4 connection, about 10 minutes; 70 to the end of the lab.');
    expect(stdout).toMatch(/read labs\/steps\/step-4-connection\.md#\S+\n {2}then npm run check step-4/);
    expect(stdout).toMatch(
      new RegExp(
        `still live: bucket ${begun.names.deployBucket} \\(since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\)`,
      ),
    );
  });

  it('points a learner who is done to the cleanup', async () => {
    const { exit, stdout } = await lab(['next'], account.env);
    expect(exit).toBe(0);
    expect(marks(stdout).every((mark) => mark.startsWith('✓'))).toBe(true);
    expect(stdout).toContain(
      'All 8 steps are done. What is left is the cleanup, 10 minutes:\n  npm run teardown\n',
    );
    for (const resource of [
      `pipeline ${account.names.pipeline} (since`,
      `bucket ${account.names.deployBucket} (since`,
      `connection ${account.names.connection}`,
      `role ${account.names.role} (since`,
    ])
      expect(stdout).toContain(resource);
  });

  it('goes back to a step that broke, and names what still passes', async () => {
    const suspended = {
      Bucket: account.names.deployBucket,
      VersioningConfiguration: { Status: 'Suspended' },
    };
    await account.clients.s3.send(new PutBucketVersioningCommand(suspended as never));
    const { exit, stdout } = await lab(['next', '--reporter', 'json'], account.env);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      done: ['step-1', 'step-2'],
      step: 'step-3',
      verdict: 'fail',
      minutesLeft: 80,
      finding: { cause: 'versioning-suspended', fix: expect.stringContaining('put-bucket-versioning') },
      live: { things: expect.arrayContaining([expect.objectContaining({ kind: 'pipeline' })]), unknown: [] },
    });
    expect((await lab(['next'], account.env)).stdout).toContain(
      '✓ step-5 pipeline      The pipeline  (holds already)',
    );
  });

  it('requires credentials first, and accepts no argument', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAPRACTICE00000000', AWS_SECRET_ACCESS_KEY: 'wrong' };
    const refused = await lab(['next'], { ...account.env, ...keys });
    expect(refused.exit).toBe(4);
    expect(refused.stdout).toContain('→ step-1');
    const argued = await lab(['next', 'step-4'], account.env);
    expect([argued.exit, argued.stderr]).toEqual([
      2,
      'lab next takes no "step-4". Type: npx lab next --help\n',
    ]);
  });
});
