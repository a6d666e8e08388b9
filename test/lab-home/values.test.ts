import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { namesOf } from '../../checker/lab/lab.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

const page = readFileSync(new URL('../../labs/steps/step-1-credentials.md', import.meta.url), 'utf8');

const bare = {
  HOME: emptyHome(),
  LAB_HOME: emptyHome(),
  AWS_REGION: 'eu-west-1',
  LAB_REPOSITORY: 'ada/engine',
};

it('the values are the same as those that step 1 writes', async () => {
  const body = /<< EOF\n(.*?)\nEOF\n/s.exec(page)?.[1] ?? '';
  expect(body).toContain('DEPLOY_BUCKET');
  const set =
    'AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 ACCOUNT_ID=123456789012 GITHUB_OWNER=ada GITHUB_REPOSITORY=engine';
  const writtenByPage = execFileSync('bash', ['-c', `${set}\ncat << EOF\n${body}\nEOF\n`], {
    encoding: 'utf8',
  });
  const ended = await lab(['values', '--account', '123456789012'], bare);
  expect([ended.exit, ended.stdout]).toEqual([0, writtenByPage]);
});

it('the values include the seat', async () => {
  const ended = await lab(['values', '--account', '123456789012', '--seat', 'anna'], bare);
  const names = namesOf({ region: 'eu-west-1', branch: 'main', seat: 'anna' }, '123456789012');
  for (const name of [names.deployBucket, names.artifactBucket, names.connection, names.pipeline, names.role])
    expect(ended.stdout).toContain(`="${name}"\n`);
  expect(ended.stdout).toContain('export LAB_SEAT="anna"\n');
});

it('the values require an account and a repository, and the error names the command', async () => {
  expect((await lab(['values'], bare)).stderr).toContain('--account 123456789012');
  const { LAB_REPOSITORY: _, ...none } = bare;
  expect((await lab(['values', '--account', '123456789012'], none)).stderr).toContain('--repository');
});
