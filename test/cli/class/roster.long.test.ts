import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRoster } from '../../../classroom/roster.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { command } from '../../../cli/commands/class.ts';
import { lab } from '../../kit/lab-command.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'class-'));

it('lab class lists its commands and suggests the nearest one', async () => {
  const { stdout, exit } = await lab(['class'], {});
  expect(exit).toBe(0);
  for (const name of Object.keys(command.subcommands ?? {})) {
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    const help = await lab(['class', name, '--help'], {});
    expect([help.exit, help.stdout]).toEqual([
      0,
      expect.stringMatching(/^usage: lab class [\s\S]*^examples:/m),
    ]);
  }
  const wrong = await lab(['class', 'inti'], {});
  expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('npx lab class init?')]);
});

it('init writes a valid roster, and never overwrites one', async () => {
  const file = join(folder(), 'class.yaml');
  for (const flag of ['--shared', '--profiles', '--roles']) {
    const args = ['class', 'init', file, '--seats', '12', '--region', 'eu-central-1', flag, '--force'];
    const made = await lab([...args, '--class', 'spring', '--account', '123456789012'], {});
    expect([made.stderr, made.exit]).toEqual(['', 0]);
    const roster = await readRoster(readFileSync(file, 'utf8'), { file });
    expect(roster).toMatchObject({ class: 'spring', account: '123456789012' });
    expect(roster.seats.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, at) => `seat-${String(at + 1).padStart(2, '0')}`),
    );
    expect(
      new Set(roster.seats.map(({ access }) => `--${access.kind}`.replace(/(file|role)$/, '$1s'))),
    ).toEqual(new Set([flag]));
  }
  const before = readFileSync(file, 'utf8');
  const again = await lab(['class', 'init', file], {});
  expect([again.exit, again.stderr]).toEqual([2, expect.stringContaining('--force')]);
  expect(readFileSync(file, 'utf8')).toBe(before);
  const many = await lab(['class', 'init', join(folder(), 'a.yaml'), '--seats', '300'], {});
  expect([many.exit, many.stderr]).toEqual([
    2,
    expect.stringMatching(/quota of 250[\s\S]*Nothing was written/),
  ]);
});

it('a roster is found or reported as missing; one that is not UTF-8 is rejected', async () => {
  const here = folder();
  await expect(loadRoster([join(here, 'none.yaml')], {}, {})).rejects.toThrow('There is no file');
  const file = join(here, 'class.csv');
  writeFileSync(file, Buffer.from('id,name\na,J\xfcrgen\n', 'latin1'));
  await expect(loadRoster([file], {}, { AWS_REGION: 'eu-west-1' })).rejects.toThrow('not UTF-8');
  writeFileSync(file, Buffer.from('\uFEFFid\tname\r\na\tJürgen\r\n', 'utf16le'));
  const { roster } = await loadRoster([file], {}, { AWS_REGION: 'eu-west-1' });
  expect(roster.seats[0]).toMatchObject({ id: 'a', name: 'Jürgen', region: 'eu-west-1' });
});

it('a path that does not exist is reported, and is no internal error', async () => {
  const here = folder();
  const file = join(here, 'class.yaml');
  const init = (to: string, ...flags: string[]) => lab(['class', 'init', to, ...flags], {});
  expect((await init(file, '--account', '123456789012')).exit).toBe(0);
  const reported = async (ended: ReturnType<typeof lab>) => {
    const { exit, stdout, stderr } = await ended;
    return [exit, stdout, stderr];
  };
  const nowhere = join(here, 'nodir', 'z.yaml');
  expect(await reported(init(nowhere))).toEqual([
    2,
    '',
    `${nowhere} cannot be written: its folder is not there. Nothing was written. Make the folder, or name another file.\n`,
  ]);
  for (const command of ['handout', 'doctor'])
    expect(await reported(lab(['class', command, here], {}))).toEqual([
      2,
      '',
      expect.stringMatching(
        /cannot be read: it is a folder, and a file is expected\. .*npx lab class init\n$/,
      ),
    ]);
  expect(await reported(lab(['class', 'handout', file, '--out', file], {}))).toEqual([
    2,
    '',
    `Nothing can be written into ${file}: a file stands where a folder is expected. Choose another: --out FOLDER\n`,
  ]);
  const policies = ['class', 'policy', file, '--all', '--out', file];
  expect(await reported(lab(policies, {}))).toEqual([
    2,
    '',
    expect.stringContaining('a file stands where a folder is expected. Choose an empty folder'),
  ]);
});
