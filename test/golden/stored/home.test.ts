import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command as classInit } from '../../../cli/commands/class/init.ts';
import { command as init } from '../../../cli/commands/init.ts';
import { command as use } from '../../../cli/commands/use.ts';
import { readHelpRequest, saveHelpRequest } from '../../../lab-home/help-request.ts';
import { readRunningPractice, writeRunningPractice } from '../../../lab-home/home.ts';
import { addToRecord, readRecord } from '../../../lab-home/records.ts';
import { loadLab, readStoredSettings, writeStoredSettings } from '../../../lab-home/settings.ts';
import { valuesText } from '../../../lab-home/values-text.ts';
import { run } from './command.ts';
import { emptyFolder, expectWritten, fixture, placed, sets } from './fixture.ts';

const names = {
  deployBucket: 'my-site',
  artifactBucket: 'my-artifacts',
  connection: 'my-connection',
  pipeline: 'my-pipeline',
  role: 'my-role',
  policy: 'my-policy',
};
const settings = {
  region: 'eu-west-1',
  repository: 'octocat/my-lab',
  branch: 'trunk',
  clone: '/home/ada/my-lab',
  seat: 'ada',
  account: '123456789012',
};
const flags = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]);
const record = {
  bucket: 'my-site',
  pipeline: 'my-pipeline',
  artifactBucket: 'my-artifacts',
  connectionArn: `arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b2c3d`,
  roleName: 'my-role',
  policyArns: ['arn:aws:iam::123456789012:policy/my-policy', 'arn:aws:iam::123456789012:policy/old'],
};
const key = { target: 'live', accountId: '123456789012', region: 'eu-west-1', seat: 'ada' };
const recordPlace = 'records/live-123456789012-eu-west-1-ada.json';
// This process is running, and its id differs from run to run.
const running = (pid: number) => ({
  pid,
  accountId: '000000000000',
  region: 'us-east-1',
  exports: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', LAB_TARGET: 'practice', LAB_PRACTICE_TOKEN: 'token' },
});

describe('the code writes exactly the fixture', () => {
  it('the settings', async () => {
    const home = emptyFolder();
    const env = { LAB_HOME: home };
    writeStoredSettings(env, { names });
    await run(init, flags, env);
    await run(use, ['endpoint'], env);
    expectWritten('config.json.txt', readFileSync(join(home, 'config.json'), 'utf8'));
  });

  it('the settings of a learner who chose only a target', async () => {
    const home = emptyFolder();
    await run(use, ['practice'], { LAB_HOME: home });
    expectWritten('config-target.json.txt', readFileSync(join(home, 'config.json'), 'utf8'));
  });

  it('a record', () => {
    const home = emptyFolder();
    expect(addToRecord({ LAB_HOME: home }, key, record)).toBeUndefined();
    expectWritten('record-whole.json.txt', readFileSync(join(home, recordPlace), 'utf8'));
  });

  it('a request for help', () => {
    const home = emptyFolder();
    saveHelpRequest({ LAB_HOME: home }, 'my push starts nothing', new Date('2026-11-29T09:00:00.000Z'));
    expectWritten('hand.json.txt', readFileSync(join(home, 'hand.json'), 'utf8'));
  });

  it('the running practice account', () => {
    const home = emptyFolder();
    writeRunningPractice({ LAB_HOME: home }, running(4711));
    expectWritten('running.json.txt', readFileSync(join(home, 'practice/running.json'), 'utf8'));
  });

  it('the values of step 1', () => {
    const { region, branch, seat } = settings;
    const lab = { region, branch, seat };
    expectWritten('values.sh', valuesText(lab, settings.account, settings.repository));
  });

  it.each(['shared', 'profiles', 'roles'])('a new roster, %s', async (access) => {
    const file = join(emptyFolder(), 'class.yaml');
    const { exit } = await run(
      classInit,
      [file, `--${access}`, '--seats', '2', '--region', 'eu-west-1', '--class', 'spring'],
      {},
    );
    expect(exit).toBe(0);
    expectWritten(`roster-${access}.yaml.txt`, readFileSync(file, 'utf8'));
  });
});

describe.each(sets)('the code reads the files of the set %s', (set) => {
  it('settings: every member keeps its meaning', () => {
    const env = { LAB_HOME: placed({ 'config.json': fixture('config.json.txt', set) }) };
    expect(loadLab({}, env)).toEqual({ ...settings, names });
    expect(readStoredSettings(env)).toEqual({ ...settings, names, target: 'endpoint' });
  });

  it('settings: contain the chosen target', () => {
    const env = { LAB_HOME: placed({ 'config.json': fixture('config-target.json.txt', set) }) };
    expect(readStoredSettings(env)).toEqual({ target: 'practice' });
  });

  it('settings: another choice keeps every member', async () => {
    const env = { LAB_HOME: placed({ 'config.json': fixture('config.json.txt', set) }) };
    await run(use, ['live'], env);
    expect(readStoredSettings(env)).toEqual({ ...settings, names, target: 'live' });
  });

  it('record: every member keeps its meaning', () => {
    const home = placed({ [recordPlace]: fixture('record-whole.json.txt', set) });
    expect(readRecord({ LAB_HOME: home }, key)).toEqual(record);
    // Nothing new, so nothing is written.
    expect(addToRecord({ LAB_HOME: home }, key, record)).toBeUndefined();
    expect(readFileSync(join(home, recordPlace), 'utf8')).toBe(fixture('record-whole.json.txt', set));
  });

  it('request for help: contains its text and its time', () => {
    const home = placed({ 'hand.json': fixture('hand.json.txt', set) });
    expect(readHelpRequest({ LAB_HOME: home })).toEqual({
      hand: { text: 'my push starts nothing', since: '2026-11-29T09:00:00.000Z' },
    });
  });

  it('running practice account: contains its exports', () => {
    const text = fixture('running.json.txt', set).replace('4711', String(process.pid));
    const home = placed({ 'practice/running.json': text });
    expect(readRunningPractice({ LAB_HOME: home })).toEqual(running(process.pid));
  });
});
