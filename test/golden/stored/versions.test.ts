import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnknownVersion } from '../../../checker/lab/format-version.ts';
import { openJournal } from '../../../checker/teardown/journal.ts';
import { openClassJournal } from '../../../classroom/teardown/journal.ts';
import { command as check } from '../../../cli/commands/check.ts';
import { command as status } from '../../../cli/commands/class/status.ts';
import { command as classTeardown } from '../../../cli/commands/class/teardown.ts';
import { command as env } from '../../../cli/commands/env.ts';
import { command as hand } from '../../../cli/commands/hand.ts';
import { command as init } from '../../../cli/commands/init.ts';
import { command as teardown } from '../../../cli/commands/teardown.ts';
import { command as use } from '../../../cli/commands/use.ts';
import type { Command } from '../../../cli/framework/command.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { lab as labCommand } from '../../kit/lab-command.ts';
import { roster } from './class-files.ts';
import { run } from './command.ts';
import { copyOfState, current, fixture, placed, sets } from './fixture.ts';
import { normalized } from './normalize.ts';
import { variables } from './self-paced.ts';

const lab = 'practice-000000000000-us-east-1';
const first = (name: string) => fixture(name).split('\n')[0];

/** A fixture as a later kit might write it: with the next version. */
function later(name: string, member = 'version'): string {
  const text = fixture(name).replace(
    new RegExp(`("${member}": ?)(\\d+)`),
    (_, before: string, version: string) => `${before}${Number(version) + 1}`,
  );
  expect(text).not.toBe(fixture(name));
  return text;
}

/** Every file below a folder, with its content. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}

let practice: Practice;
beforeAll(async () => {
  practice = await startPractice({ port: 0 });
});
afterAll(() => practice.close());

describe('the code writes the version', () => {
  it('as the first member', () => {
    for (const name of ['config', 'config-target', 'record', 'record-whole', 'hand', 'running'])
      expect([name, Object.entries(JSON.parse(fixture(`${name}.json.txt`)))[0]]).toEqual([
        name,
        ['version', 1],
      ]);
    expect(JSON.parse(fixture('class-state.json.txt')).schemaVersion).toBe(1);
    expect(JSON.parse(fixture('evidence.json.txt')).schemaVersion).toBe(1);
  });

  it('as the first line', () => {
    for (const name of ['teardown', 'teardown-torn', 'seat-teardown', 'seat-teardown-torn'])
      expect([name, first(`${name}.jsonl`)]).toEqual([name, '{"version":2}']);
    for (const name of ['class-teardown', 'class-teardown-torn'])
      expect([name, first(`${name}.jsonl`)]).toEqual([name, '{"version":1}']);
    expect(first('practice/log.jsonl')).toBe('{"c":"format","k":"log","v":{"version":1}}');
  });
});

describe('a journal of an earlier version is continued', () => {
  const notMine = {
    event: 'not mine',
    kind: 'role',
    id: 'arn:aws:iam::000000000000:role/a',
    name: 'a',
  } as const;
  const cases = sets.flatMap((set) =>
    ['teardown.jsonl', 'teardown-torn.jsonl', 'seat-teardown.jsonl', 'seat-teardown-torn.jsonl'].map(
      (name) => [set, name] as const,
    ),
  );

  it.each(cases)("%s/%s: in today's version, so that an older kit refuses it", (set, name) => {
    const before = fixture(name, set);
    const file = join(placed({ journal: before }), 'journal');
    const journal = openJournal(file);
    const entries = journal.read();
    journal.write(notMine);
    journal.write({ event: 'stopped' });
    const text = readFileSync(file, 'utf8');
    const kept = before.endsWith('\n') ? before : `${before}\n`;
    expect(text.startsWith(kept)).toBe(true);
    const added = text.slice(kept.length).trim().split('\n');
    // Version 2 is declared once, before the first line that needs it.
    expect(added.map((line) => normalized(JSON.parse(line)))).toEqual([
      ...(before.startsWith('{"version":2}') ? [] : [{ version: 2 }]),
      { at: '<time>', ...notMine },
      { at: '<time>', event: 'stopped' },
    ]);
    expect(journal.read().slice(0, -2)).toEqual(entries);
    expect(journal.read().at(-2)).toMatchObject(notMine);
    // A class's journal is still of version 1, as all journals were for an older kit.
    expect(() => openClassJournal(file).read()).toThrow(
      `${file}: this kit does not support format version 2; expected version 1, or none.`,
    );
  });

  it.each(sets)("%s: a class's journal stays of version 1", (set) => {
    const before = fixture('class-teardown.jsonl', set);
    const file = join(placed({ journal: before }), 'journal');
    openClassJournal(file).write({ event: 'ended', digest: '0f27162ed9773260' });
    const added = readFileSync(file, 'utf8').slice(before.length).trim().split('\n');
    expect(added.map((line) => JSON.parse(line).event)).toEqual(['ended']);
  });
});

describe('a file of a later version is rejected by name and stays', () => {
  const class2 = 'class/spring-practice.json';
  const journal2 = 'class/spring-practice-teardown.jsonl';
  const cases: [place: string, text: () => string, command: Command, args: string[]][] = [
    ['config.json', () => later('config.json.txt'), init, ['--branch', 'main']],
    ['config.json', () => later('config.json.txt'), use, ['practice']],
    ['config.json', () => later('config.json.txt'), check, ['step-3']],
    [`records/${lab}.json`, () => later('record.json.txt'), check, ['step-3']],
    [`records/${lab}.json`, () => later('record.json.txt'), teardown, ['--dry-run']],
    [`teardown/${lab}.jsonl`, () => later('teardown.jsonl'), check, ['step-9']],
    [`teardown/${lab}.jsonl`, () => later('teardown-torn.jsonl'), teardown, ['--resume']],
    [class2, () => later('class-state.json.txt', 'schemaVersion'), status, ['class.yaml']],
    [class2, () => later('class-state.json.txt', 'schemaVersion'), classTeardown, ['class.yaml']],
    [journal2, () => later('class-teardown.jsonl'), classTeardown, ['class.yaml', '--dry-run']],
    [
      `teardown/${lab}-s1.jsonl`,
      () => later('seat-teardown.jsonl'),
      classTeardown,
      ['class.yaml', '--dry-run'],
    ],
    ['hand.json', () => later('hand.json.txt'), hand, []],
    ['hand.json', () => later('hand.json.txt'), hand, ['another question']],
    ['hand.json', () => later('hand.json.txt'), hand, ['--down']],
    ['practice/running.json', () => later('running.json.txt'), env, []],
  ];

  it.each(cases)('%s', async (place, text, command, args) => {
    const home = placed({ [place]: text(), 'class.yaml': roster });
    const before = filesIn(home);
    const words = args.map((word) => (word === 'class.yaml' ? join(home, word) : word));
    const error: unknown = await run(command, words, variables(practice.exports, home)).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(UnknownVersion);
    const { message } = error as Error;
    const versions = place.startsWith('teardown/')
      ? '3; expected version 1 or 2, or none'
      : '2; expected version 1, or none';
    expect(message).toContain(`${join(home, place)}: this kit does not support format version ${versions}.`);
    expect(message).toContain('update this kit');
    expect(message).not.toContain('\n');
    expect(filesIn(home)).toEqual(before);
  });

  it('evidence', async () => {
    const file = join(placed({ evidence: later('evidence.json.txt', 'schemaVersion') }), 'evidence');
    const error: unknown = await run(check, ['--from', file], {}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CliError);
    expect((error as CliError).exit).toBe(2);
    expect((error as CliError).message).toContain('schema version 2, and this kit reads version 1');
  });

  it('the command prints this in one line and exits with 2', async () => {
    const state = copyOfState('class-account', current);
    placed({ 'log.jsonl': later('class-account/log.jsonl') }, state);
    const home = placed({
      'hand.json': later('hand.json.txt'),
      'practice/running.json': later('running.json.txt'),
    });
    const before = [filesIn(state), filesIn(home)];
    const variables = { HOME: home, LAB_HOME: home };
    const ended = await Promise.all([
      labCommand(['hand'], variables),
      labCommand(['practice', '--port', '0', '--state', state], {
        HOME: home,
        LAB_HOME: join(home, 'other'),
      }),
      labCommand(['practice', '--port', '0', '--ephemeral'], variables),
    ]);
    const files = [join(home, 'hand.json'), join(state, 'log.jsonl'), join(home, 'practice/running.json')];
    for (const [at, { exit, stdout, stderr }] of ended.entries()) {
      expect([exit, stdout, stderr.trim().split('\n').length], stderr).toEqual([2, '', 1]);
      expect(stderr).toContain(files[at]);
      expect(stderr).toContain('format version 2');
    }
    expect([filesIn(state), filesIn(home)]).toEqual(before);
  });
});
