import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as boardCommand } from '../../../cli/commands/class/board.ts';
import { buildLab } from '../../../scenarios/finished-lab/build-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import type { Io } from '../../../terminal/command.ts';
import { printedAddress, tokenFrom } from '../../kit/companion.ts';
import { type SharedAccount, sharedAccount } from '../../kit/shared-account.ts';
import { type Exchange, exchanged } from './exchange.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';
import { type Ended, shown, typed } from './typed.ts';

let shared: SharedAccount;
let anna: LabAccount;
let ben: LabAccount;
let env: Record<string, string>;
let normalize: (text: string) => string;
const folder = mkdtempSync(join(tmpdir(), 'golden-class-'));
const roster = join(folder, 'class.yaml');

beforeAll(async () => {
  shared = await sharedAccount();
  [anna, ben] = [await shared.seat('anna'), await shared.seat('ben')];
  await Promise.all([buildLab(anna, 'redeploy'), buildLab(ben, 'pipeline')]);
  writeFileSync(
    roster,
    `class: spring
region: us-east-1
seats:
  - id: anna
    name: "=Anna()"
    repository: octocat/anna-lab
  - id: ben
    name: Ben
    repository: octocat/ben-lab
  - id: carl
    name: Carl
    role: arn:aws:iam::444455556666:role/instructor
    repository: octocat/carl-lab
  - id: dora
    name: Dora
    repository: octocat/dora-lab
`,
  );
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LAB_HOME: join(folder, 'lab'),
    ...shared.practice.exports,
  };
  normalize = normalizer([
    // Two first commits in the same second have the same id, because both seats' commits have the same content.
    ...(await replacementsOf(anna)),
    ...(await replacementsOf(ben)),
    [folder, '<folder>'],
    [shared.practice.exports.LAB_PRACTICE_TOKEN ?? '', '<token>'],
  ]);
}, 120_000);
afterAll(async () => {
  await shared.close();
  rmSync(folder, { recursive: true, force: true });
});

const inClass = async (words: string[]) => {
  const line = ['class', words[0] ?? '', roster, ...words.slice(1)];
  return { line, ended: await typed(line, env) };
};

/** The duration of a poll, the time that a seat has had its problem, and the times in the live board's JSON. */
const withoutTimes = (text: string) =>
  text
    // Progress is printed only when a teardown takes long.
    .replace(/^--- stderr\n(?:looked at \d+ of \d+ seats\n)+(?=--- )/gm, '')
    .replace(/(?<= for )\d+ (s|min)\b/g, '<duration>')
    .replace(/(?<=\(first seen at )\d\d:\d\d:\d\d(?=\))/g, '<second>')
    .replace(/(?<="took": )\d+(\.\d+)?/g, '"<ms>"')
    .replace(/(?<="(now|at|since|lookedAt|oldest)": )\d{13}\b/g, '"<ms>"');

async function kept(name: string, ...all: string[][]): Promise<void> {
  let text = '';
  for (const words of all) {
    const { line, ended } = await inClass(words);
    text += `${shown(line, ended)}\n`;
  }
  golden(`class/${name}.txt`, withoutTimes(normalize(text)));
}

/** The live board in this process: its address, and how it ended. */
async function openBoard(signal: AbortSignal): Promise<{ address: string; ended: Promise<number> }> {
  let stdout = '';
  let opened: (address: string) => void = () => {};
  const printed = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const io: Io = {
    env,
    stdout(text) {
      stdout += text;
      const found = printedAddress(stdout);
      if (found !== undefined) opened(found);
    },
    stderr(text) {
      throw new Error(text);
    },
    signal,
    interactive: false,
    color: false,
    width: 80,
  };
  const ended = boardCommand.run({ port: '0', every: '3600' }, [roster], io);
  return { address: await Promise.race([printed, ended.then(() => '')]), ended };
}

describe('lab class', () => {
  it('keeps the board', async () => {
    await kept('status.json', ['status', '--reporter', 'json']);
    await kept(
      'status',
      ['status'],
      ['status', '--hide-names'],
      ['status', '--reporter', 'csv'],
      ['status', '--seat', 'ben'],
      ['status', '--seat', 'bn'],
    );
    await kept('status-seat.json', ['status', '--seat', 'ben', '--reporter', 'json']);
  }, 120_000);

  it('keeps the doctor', async () => {
    await kept('doctor.json', ['doctor', '--reporter', 'json']);
    await kept('doctor', ['doctor']);
  }, 120_000);

  it('keeps the live board’s API', async () => {
    const stop = new AbortController();
    const { address, ended } = await openBoard(stop.signal);
    const token = await tokenFrom(address);
    const headers = { 'x-lab-token': token, 'content-type': 'application/json' };
    const post = (path: string, body: object): Exchange => ({
      method: 'POST',
      path: `/api/class/${path}`,
      body,
      headers,
    });
    // The first board that was polled. Before that, an event has none.
    const hasRows = (received: string) => received.includes('"rows"') && received.endsWith('\n\n');
    const board = async (body: object) => {
      const whole = await exchanged(address, post('board', body), hasRows);
      return whole.replace(/event: class\ndata: \{\}\n\n(?=event: class)/, '');
    };
    const all = [
      await board({}),
      await board({ hideNames: true }),
      await exchanged(address, post('seat', { seat: 'ben' })),
      await exchanged(address, post('seat', { seat: 'none' })),
      await exchanged(address, post('seat', {})),
      await exchanged(address, post('nothing', {})),
    ];
    stop.abort();
    expect(await ended).toBe(130);
    golden('class/board-api.txt', withoutTimes(normalize(all.join(''))));
  }, 120_000);

  // This runs last: no resource of the class is left.
  it('keeps the teardown, the resume from its journal, and its final reports', async () => {
    const digestIn = ({ stdout }: Ended) => /"digest": "([0-9a-f]{16})/.exec(stdout)?.[1] ?? '';
    const seats = ['--seat', 'anna', '--seat', 'ben', '--seat', 'dora'];
    const json = ['--reporter', 'json'];
    const plan = await inClass(['teardown', ...seats, '--dry-run', ...json]);
    await kept('teardown-plan', ['teardown', ...seats, '--dry-run'], ['teardown', ...seats]);
    mkdirSync(join(folder, 'reports'));
    const report = join(folder, 'reports', 'end');
    const confirm = ['--confirm', digestIn(plan.ended)];
    const done = await inClass(['teardown', ...seats, ...confirm, ...json, '--report', `${report}.html`]);
    golden(
      'class/teardown.json.txt',
      withoutTimes(normalize(`${shown(plan.line, plan.ended)}\n${shown(done.line, done.ended)}`)),
    );
    await kept(
      'teardown-again',
      ['teardown', ...seats, '--report', `${report}.csv`],
      ['teardown', ...seats, '--resume'],
      ['teardown', '--seat', 'carl'],
      ['teardown', '--seat', 'nobody'],
    );
    for (const ending of ['html', 'csv']) {
      const file = `${report}.${ending}`;
      if (existsSync(file))
        golden(`class/end-report.${ending}.txt`, withoutTimes(normalize(readFileSync(file, 'utf8'))));
    }
  }, 120_000);
});
