import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { steps as allSteps } from '../../checker/steps/index.ts';
import { explainCheck } from '../../cli/commands/check/explain-check.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let account: LabAccount;
let folder: string;
beforeAll(async () => {
  built = await finishedLab();
  account = await built.open();
  folder = emptyHome();
});
afterAll(() => built.close());

const steps = (stdout: string) => (JSON.parse(stdout) as { steps: unknown }).steps;

describe('lab check --save', () => {
  it('writes a file that is judged the same without account, keys, git or network', async () => {
    const file = join(folder, 'evidence.json');
    const saved = await lab(['check', '--all', '--save', file, '--reporter', 'json'], account.env);
    expect(saved.exit).toBe(0);
    expect(saved.stderr).toContain(`--from ${file}`);
    expect(readFileSync(file, 'utf8')).not.toContain(account.env.AWS_SECRET_ACCESS_KEY);

    const nothing = { PATH: '/nonexistent', HOME: folder, LAB_HOME: join(folder, 'other') };
    const judged = await lab(['check', '--from', file, '--reporter', 'json'], nothing);
    expect([judged.exit, judged.stderr]).toEqual([0, '']);
    expect(steps(judged.stdout)).toEqual(steps(saved.stdout));
    const { evidence, target } = JSON.parse(judged.stdout);
    expect(evidence).toEqual({ time: expect.stringMatching(/^\d{4}-.*Z$/), kitVersion: '0.1.0' });
    expect(target).toEqual(JSON.parse(saved.stdout).target);
    // The run from the file wrote no record.
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });

  it('states in its first lines that no call was made now', async () => {
    const file = join(folder, 'said.json');
    await lab(['check', 'step-3', '--save', file], account.env);
    const { stdout } = await lab(['check', '--from', file], { HOME: folder });
    const [target, evidence] = stdout.split('\n');
    expect(target).toContain('practice account 000000000000');
    expect(evidence).toMatch(/^nothing was asked now: evidence of \d{4}-\d\d-\d\d/);
  });

  it('reports a step that the file does not cover, and exits with 3', async () => {
    const file = join(folder, 'step-3.json');
    await lab(['check', 'step-3', '--save', file], account.env);
    const ended = await lab(['check', 'step-5', '--from', file], { HOME: folder });
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain('was saved for step-3');
    expect(ended.stdout).toContain('is not in the evidence');
  });

  it('keeps the findings of a failed step', async () => {
    const file = join(folder, 'fails.json');
    const broken = { ...account.env, LAB_SEAT: 'anna' };
    const saved = await lab(['check', 'step-3', 'step-5', '--save', file, '--reporter', 'json'], broken);
    const judged = await lab(['check', '--from', file, '--reporter', 'json'], { HOME: folder });
    expect([saved.exit, judged.exit]).toEqual([1, 1]);
    expect(steps(judged.stdout)).toEqual(steps(saved.stdout));
  });
});

describe('a file that is no evidence or must not be overwritten', () => {
  const cases: [string, (file: string) => void, string[], string][] = [
    ['is missing', () => {}, ['--from'], 'there is no such file'],
    ['is not JSON', (file) => writeFileSync(file, '{"evidence": "codepip'), ['--from'], 'it is not JSON'],
    ['is something else', (file) => writeFileSync(file, '{"a": 1}'), ['--from'], 'it is no evidence'],
    [
      'was changed',
      (file) =>
        writeFileSync(
          file,
          readFileSync(join(folder, 'good.json'), 'utf8').replace('"Enabled"', '"Suspended"'),
        ),
      ['--from'],
      'its hash does not fit',
    ],
    [
      'is of a later kit',
      (file) =>
        writeFileSync(
          file,
          readFileSync(join(folder, 'good.json'), 'utf8').replace('"schemaVersion": 1', '"schemaVersion": 2'),
        ),
      ['--from'],
      'schema version 2',
    ],
    ['is a folder', (file) => mkdirSync(file), ['--from'], 'this is no file'],
    ['is a folder, to save in', (file) => mkdirSync(file), ['--save'], 'this is no file'],
    ['has other content', (file) => writeFileSync(file, 'my notes'), ['--save'], 'is kept'],
  ];
  beforeAll(() => lab(['check', 'step-3', '--save', join(folder, 'good.json')], account.env));

  it.each(cases)(
    '%s: prints one message, exits with 2, and nothing is lost',
    async (what, prepare, flags, words) => {
      const file = join(folder, `bad-${what.replace(/\W+/g, '-')}.json`);
      prepare(file);
      const before = existsSync(file) && flags[0] === '--save' ? what : undefined;
      const ended = await lab(['check', 'step-3', ...flags, file], account.env);
      expect([ended.exit, ended.stdout]).toEqual([2, '']);
      expect(ended.stderr).toContain(file);
      expect(ended.stderr).toContain(words);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      if (before === 'has other content') expect(readFileSync(file, 'utf8')).toBe('my notes');
    },
  );

  it('in a missing folder is reported before any call', async () => {
    const ended = await lab(['check', 'step-3', '--save', join(folder, 'no', 'e.json')], account.env);
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('there is no folder');
  });

  it.each([
    ['--save', 'x.json'],
    ['--url', 'https://x'],
    ['--watch'],
    ['--seat', 'anna'],
    ['--target', 'live'],
  ])('cannot be combined with --from: %s', async (...flags) => {
    const ended = await lab(['check', '--from', join(folder, 'good.json'), ...flags], account.env);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(flags[0]);
  });
});

describe('lab check --explain', () => {
  it('explains what a check reads, why, and which IAM actions that needs, without an account', async () => {
    const { exit, stdout } = await lab(['check', '--explain', 'bucket.versioned'], {});
    expect(exit).toBe(0);
    for (const part of [
      'Versions are the way back',
      's3 GetBucketVersioning',
      's3:GetBucketVersioning',
      's3:ListBucket',
      'versioning-suspended',
      'labs/steps/step-3-bucket.md#check-bucket-versioned',
    ])
      expect(stdout).toContain(part);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('explains every check completely within 80 columns', () => {
    const ids = allSteps.flatMap(({ checks }) => checks.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(35);
    for (const id of ids) {
      const text = explainCheck(id, 80);
      expect(text).toMatch(/^ {2}why {7}\S/m);
      expect(text).toMatch(/^ {2}it looks at\n {4}\S/m);
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  it('rejects an unknown check, and suggests the nearest one', async () => {
    const ended = await lab(['check', '--explain', 'bucket.versiond'], {});
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('Did you mean bucket.versioned?');
  });
});
