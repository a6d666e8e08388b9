import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const evidenceIn = (page: string) =>
  Buffer.from(/href="data:application\/json;base64,([^"]+)"/.exec(page)?.[1] ?? '', 'base64').toString(
    'utf8',
  );

describe('lab report', () => {
  it('is one self-contained page with findings, proof and evidence', async () => {
    const file = join(folder, 'report.html');
    const ended = await lab(['report', '--output', file], account.env);
    expect([ended.exit, ended.stderr]).toEqual([0, '']);
    const page = readFileSync(file, 'utf8');
    for (const part of [
      '8 of 8 steps passed',
      'user/learner',
      'still live: pipeline',
      '<li>commit ',
      'approved by',
    ])
      expect(page).toContain(part);
    // The page loads nothing and runs no script.
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import/i);
    expect(page).toContain("default-src 'none'");
    expect(
      XMLValidator.validate(page.replace(/<(meta[^>]*)>/g, '<$1/>').replace('<!doctype html>', '')),
    ).toBe(true);
  });

  it('contains evidence that is judged the same, and no secret', async () => {
    const file = join(folder, 'again.html');
    await lab(['report', '--output', file], account.env);
    const page = readFileSync(file, 'utf8');
    const evidence = join(folder, 'evidence.json');
    writeFileSync(evidence, evidenceIn(page));
    const judged = await lab(['check', '--from', evidence], { HOME: folder });
    expect(judged.exit).toBe(0);
    for (const secret of [account.env.AWS_SECRET_ACCESS_KEY, account.env.LAB_PRACTICE_TOKEN])
      for (const text of [page, evidenceIn(page)]) expect(text).not.toContain(secret);
    const second = join(folder, 'second.html');
    const from = await lab(['report', '--from', evidence, '--output', second], { HOME: folder });
    expect(from.exit).toBe(0);
    expect(readFileSync(second, 'utf8')).toBe(page);
  });

  it("shows what is not done and the fix, with an account's own text never as markup", async () => {
    const file = join(folder, 'open.html');
    const env = { ...account.env, LAB_SEAT: 'anna' };
    expect((await lab(['report', 'step-3', '--output', file], env)).exit).toBe(1);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('seat anna');
    expect(page).toContain('0 of 1 steps passed');
    expect(page).toContain('<code>aws s3api create-bucket');
  });

  it('never overwrites another file', async () => {
    const file = join(folder, 'mine.html');
    writeFileSync(file, '<p>mine</p>');
    const ended = await lab(['report', '--output', file], account.env);
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('is kept');
    expect(readFileSync(file, 'utf8')).toBe('<p>mine</p>');
  });
});
