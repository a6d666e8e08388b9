import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateFile, writeState } from '../../../classroom/state-file.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { openBrowser } from '../../../scripts/support/browser.ts';
import { axeFindings } from '../../kit/axe.ts';
import {
  type AccountAccess,
  allRecords,
  anotherAccount,
  createSeatResources,
  fullBucket,
} from '../../kit/class-lab.ts';
import { differing } from '../../kit/class-teardown.ts';
import { lab } from '../../kit/lab-command.ts';
import { digestIn } from '../../kit/run-command.ts';

const hostile = `<img src=x onerror=alert(1)> & "friends"`;
const formula = '=HYPERLINK("http://evil.example","click")';

const roster = `class: spring
region: us-east-1
seats:
  - id: s1
    name: ${JSON.stringify(hostile)}
  - id: s10
    name: ${JSON.stringify(formula)}
  - id: own
    name: Own Account
    profile: own
  - id: away
    name: Nobody Came
`;

let practice: Practice;
let theirs: AccountAccess;
let folder: string;
let env: Record<string, string>;
let before: Map<string, string>;

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  theirs = await anotherAccount(practice, '111111111111');
  folder = mkdtempSync(join(tmpdir(), 'class-teardown-'));
  writeFileSync(join(folder, 'class.yaml'), roster);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = theirs.exports;
  writeFileSync(
    join(folder, 'credentials'),
    `[own]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`,
  );
  env = {
    HOME: folder,
    LAB_HOME: join(folder, 'lab'),
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    ...practice.exports,
  };
  before = allRecords(practice);
  await createSeatResources(practice, 's1');
  await createSeatResources(practice, 's10', 'connection');
  await createSeatResources(theirs, 'own', 'role');
}, 60_000);
afterAll(async () => {
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

const teardown = (...args: string[]) => lab(['class', 'teardown', join(folder, 'class.yaml'), ...args], env);
const file = (name: string) => join(folder, name);
/** A line every few seconds tells how many seats were scanned. */
const withoutProgress = (text: string) => text.replace(/^looked at \d of 4 seats\n/gm, '');

describe('lab class teardown', () => {
  it('rejects contradictory arguments', async () => {
    for (const [args, text] of [
      [['--seat', 's2'], 'Did you mean s1?'],
      [['--confirm', 'yes'], 'expected the 16 characters'],
      [['--confirm', '0123456789abcdef', '--dry-run'], 'give one of them'],
      [['--report', 'end.pdf'], '.html or .csv'],
      [['--report', file('class.yaml')], '.html or .csv'],
      [['--report', file('nowhere/end.html')], 'there is no folder'],
      [['--reporter', 'xml'], 'expected human or json'],
    ] as const) {
      const { exit, stderr } = await teardown(...args);
      expect([exit, stderr]).toEqual([2, expect.stringContaining(text)]);
    }
  });

  it('prints one plan with one digest, and deletes nothing without a terminal', async () => {
    const full = allRecords(practice);
    const { exit, stdout } = await teardown();
    expect(exit).toBe(2);
    expect(stdout.match(/Digest of this plan/g)).toHaveLength(1);
    expect(stdout).toContain(`npx lab class teardown ${file('class.yaml')} --confirm ${digestIn(stdout)}`);
    expect(stdout).toContain('own, Own Account: account 111111111111, us-east-1');
    expect(stdout).toContain('Nothing to delete:\n\n  away\n');
    // A command to copy stays on one line.
    const text = stdout.split('\n').filter((line) => !line.startsWith('    npx '));
    expect(text.filter((line) => line.length > 100)).toEqual([]);
    const dry = await teardown('--dry-run', '--reporter', 'json');
    const document = JSON.parse(dry.stdout);
    expect([dry.exit, document.state, document.digest]).toEqual([0, 'planned', digestIn(stdout)]);
    expect(document.seats.map(({ state }: { state: string }) => state)).toEqual(Array(4).fill('planned'));
    expect(differing(full, allRecords(practice))).toEqual([]);
  }, 120_000);

  it('is confirmed by the digest, writes a final report, and knows how far the seats had come', async () => {
    const at = Date.UTC(2027, 2, 4, 15, 0, 0);
    const steps = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8].map((step) => [`step-${step}`, 'pass'] as const),
    );
    const { LAB_HOME = '' } = env;
    writeState(stateFile(LAB_HOME, 'spring', 'practice'), {
      schemaVersion: 1,
      class: 'spring',
      rounds: 1,
      looked: at,
      seats: {
        s1: { standing: 'done', since: at, done: at, seen: { at, steps } },
        s10: { standing: 'working', since: at, seen: { at, steps: { 'step-1': 'pass', 'step-2': 'pass' } } },
      },
    });
    const { stdout } = await teardown('--dry-run');
    const done = await teardown('--confirm', digestIn(stdout), '--report', file('end.html'));
    expect([done.exit, withoutProgress(done.stderr)]).toEqual([0, '']);
    expect(done.stdout).toContain('4 seats: 3 clean, 1 not begun.');
    expect(differing(before, allRecords(practice))).toEqual([]);
    const html = readFileSync(file('end.html'), 'utf8');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('8 of 8');
    expect(html).toContain('2027-03-04 15:00:00 UTC');
    expect(html).toContain('not known');
  }, 120_000);

  it('writes the same as CSV, in which no name is a formula', async () => {
    const done = await teardown('--report', file('end.csv'));
    expect([done.exit, withoutProgress(done.stderr)]).toEqual([0, '']);
    const rows = parse(readFileSync(file('end.csv'), 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ seat, state, steps_passed }) => [seat, state, steps_passed])).toEqual([
      ['s1', 'clean', '8'],
      ['s10', 'clean', '2'],
      ['own', 'clean', 'unknown'],
      ['away', 'not-begun', 'unknown'],
    ]);
    expect(rows[0]?.done_when).toBe('2027-03-04T15:00:00.000Z');
    expect(rows[1]?.name).toBe(`'${formula}`);
    for (const { first_look = '', second_look = '' } of rows)
      expect(Date.parse(second_look) - Date.parse(first_look)).toBeGreaterThanOrEqual(250);
    // A run that changed nothing does not overwrite the report of a run that did.
    const dry = await teardown('--dry-run', '--report', file('end.csv'));
    expect(dry.exit).toBe(0);
    expect(dry.stderr).toContain(`${file('end.csv')} is there already: it stays as it was.`);
    expect(readFileSync(file('end.csv'), 'utf8')).toContain(',clean,');
    // The run writes its own file again, and never overwrites another one.
    expect((await teardown('--report', file('end.csv'))).exit).toBe(0);
    writeFileSync(file('notes.csv'), 'mine\n');
    expect((await teardown('--report', file('notes.csv'))).exit).toBe(2);
    expect(readFileSync(file('notes.csv'), 'utf8')).toBe('mine\n');
  }, 120_000);

  it('names the class and the seats in the next command', async () => {
    await createSeatResources(practice, 's1', 'bucket');
    const typed = ['--seat', 's1', '--target', 'practice'];
    const { exit, stdout } = await teardown(...typed, '--resume');
    expect(exit).toBe(2);
    const again = `npx lab class teardown ${file('class.yaml')} ${typed.join(' ')}`;
    expect(stdout).toContain(`\n    ${again} --confirm ${digestIn(stdout)}\n`);
    expect(stdout.replace(/\s+/g, ' ')).toContain('to go on with: the plan above is a new one');
    const done = await teardown('--seat', 's1', '--confirm', digestIn(stdout));
    expect([done.exit, done.stdout]).toEqual([
      0,
      expect.stringContaining('Nothing of 1 seat was to be seen'),
    ]);
  }, 120_000);

  it('prints one document for other programs', async () => {
    const { exit, stdout } = await teardown('--reporter', 'json');
    const document = JSON.parse(stdout);
    expect([exit, document.schemaVersion, document.class, document.exit]).toEqual([0, 1, 'spring', 0]);
    const [s1] = document.seats;
    expect([s1.id, s1.state, s1.account, s1.steps.passed, s1.looks.length]).toEqual([
      's1',
      'clean',
      practice.accountId,
      8,
      2,
    ]);
    expect(s1.regions[0].target.region).toBe('us-east-1');
  }, 120_000);

  it('leaves what only may be of a seat, until the instructor says whose it is', async () => {
    const own = clientsOf(practice);
    const bucket = `cp-s3-deploy-${practice.accountId}-us-east-1-s10`;
    await fullBucket(own, bucket, 'us-east-1', []);
    own.destroy();
    const dry = await teardown('--dry-run', '--seat', 's10');
    const text = dry.stdout.replace(/\s+/g, ' ');
    expect([dry.exit, text]).toEqual([
      3,
      expect.stringContaining(
        `This may be a seat's. It stays until you decide: s10, ${formula} deploy bucket ${bucket}: only one fact connects it with the lab: its name is the lab's.`,
      ),
    ]);
    expect(text).not.toContain('Digest of this plan');
    const left = await teardown('--seat', 's10', '--report', file('left.csv'));
    expect(left.exit).toBe(3);
    const about = left.stdout.replace(/\s+/g, ' ');
    expect(about).toContain(`s10, ${formula}: with something left`);
    expect(about).toContain(`To look at it: aws s3 ls s3://${bucket}/ --recursive --region us-east-1`);
    expect(about).toContain(`with credentials of account ${practice.accountId}:`);
    expect(about).toContain('1 seat: 1 with something left.');
    const [row] = parse(readFileSync(file('left.csv'), 'utf8'), { columns: true }) as Record<
      string,
      string
    >[];
    expect([row?.state, row?.left]).toEqual(['left', expect.stringContaining(bucket)]);
    const typed =
      /^ {7}npx lab (teardown --seat s10 .*--adopt \S+)$/m.exec(left.stdout)?.[1]?.split(' ') ?? [];
    const asked = await lab(typed, env);
    const id = /--confirm ([0-9a-f]{16})/.exec(asked.stdout)?.[1] ?? '';
    expect([asked.exit, (await lab([...typed, '--confirm', id], env)).exit]).toEqual([2, 0]);
    const planned = await teardown('--dry-run', '--seat', 's10');
    const gone = await teardown('--seat', 's10', '--confirm', digestIn(planned.stdout));
    expect([gone.exit, gone.stdout]).toEqual([0, expect.stringContaining('1 seat: 1 clean.')]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  }, 120_000);

  it('writes an accessible page', async () => {
    expect(existsSync(file('end.html'))).toBe(true);
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file('end.html')).href);
      expect(await axeFindings(page)).toEqual([]);
      // However long the reasons are, the other columns stay readable.
      await page.evaluate(
        `document.querySelector('tbody tr td:nth-child(5)').append('cp-s3-deploy-000000000000-us-east-1-s1 '.repeat(40))`,
      );
      const seats = await page.locator('tbody th .id').all();
      for (const seat of seats) expect((await seat.boundingBox())?.height).toBeLessThan(30);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    } finally {
      await browser.close();
    }
  });

  it('uses its own home: a folder in the place of a journal affects only one seat', async () => {
    const home = join(folder, 'other');
    mkdirSync(join(home, 'teardown', 'practice-000000000000-us-east-1-s1.jsonl'), { recursive: true });
    await createSeatResources(practice, 's1', 'bucket');
    const { exit, stdout } = await lab(['class', 'teardown', file('class.yaml')], { ...env, LAB_HOME: home });
    expect([exit, stdout]).toEqual([3, expect.stringContaining('s1')]);
    const { digest } = JSON.parse((await teardown('--dry-run', '--reporter', 'json')).stdout);
    expect((await teardown('--confirm', digest)).exit).toBe(0);
  }, 120_000);
});
