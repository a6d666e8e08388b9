import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportsOf, openAccount } from '../../../practice/admin/accounts.ts';
import { buildLab } from '../../../scenarios/finished-lab/build-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { emptyHome, lab } from '../../kit/lab-command.ts';
import { type SharedAccount, sharedAccount } from '../../kit/shared-account.ts';

let shared: SharedAccount;
let anna: LabAccount;
let ben: LabAccount;
const other = '444455556666';
const home = emptyHome();
const folder = mkdtempSync(join(tmpdir(), 'class-status-'));
const roster = join(folder, 'class.yaml');

/** A seat's own account, which the instructor reaches by a role. */
async function ownAccount(): Promise<void> {
  const { emulator, endpoint } = shared.practice;
  const account = openAccount(emulator, other);
  const clients = clientsOf({
    region: 'us-east-1',
    endpoint,
    exports: exportsOf(account, 'us-east-1', endpoint),
  });
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${shared.practice.accountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'the-class' } },
  };
  await clients.iam.send(
    new CreateRoleCommand({ RoleName: 'instructor', AssumeRolePolicyDocument: policyDocument([trust]) }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await clients.iam.send(new AttachRolePolicyCommand({ RoleName: 'instructor', PolicyArn }));
  clients.destroy();
}

beforeAll(async () => {
  shared = await sharedAccount();
  [anna, ben] = [await shared.seat('anna'), await shared.seat('ben')];
  await Promise.all([buildLab(anna, 'redeploy'), buildLab(ben, 'pipeline'), ownAccount()]);
  const role = `arn:aws:iam::${other}:role/instructor`;
  writeFileSync(
    roster,
    `class: spring
region: us-east-1
seats:
  - id: anna
    name: "=Anna()"
    repository: octocat/anna-lab
  - id: ben
    repository: octocat/ben-lab
  - id: carl
    role: ${role}
    external-id: the-class
    repository: octocat/carl-lab
  - id: dora
    role: ${role}
    external-id: another
    repository: octocat/dora-lab
`,
  );
}, 60_000);
afterAll(() => shared.close());

const env = () => ({ HOME: home, LAB_HOME: join(home, 'lab'), ...shared.practice.exports });
const status = (...args: string[]) => lab(['class', 'status', roster, ...args], env());

interface Document {
  verdict: string;
  seats: {
    seat: string;
    standing: string;
    source: string;
    trouble?: string;
    at?: { step: string; cause?: string };
    hand?: { text: string };
  }[];
  changes: object[];
  remarks: string[];
  round: { accounts: { account: string; seats: number }[] };
}

async function board(...args: string[]): Promise<Document> {
  const { stdout, stderr } = await status('--reporter', 'json', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Document;
}

const standings = ({ seats }: Document) =>
  Object.fromEntries(seats.map(({ seat, standing }) => [seat, standing]));

describe('lab class status', () => {
  it('shows the class by shared account and by role, and then what has changed', async () => {
    const first = await board();
    expect(standings(first)).toEqual({
      anna: 'done',
      ben: 'waiting-for-approval',
      carl: 'not-begun',
      dora: 'unknown',
    });
    // The external id is wrong: STS reports only that the role may not be assumed.
    expect(first.seats.find(({ seat }) => seat === 'dora')?.trouble).toMatch(/sts:AssumeRole.*AccessDenied/);
    expect(first.changes).toEqual([]);
    expect(first.round.accounts.map(({ account, seats }) => [account, seats])).toEqual(
      expect.arrayContaining([
        [shared.practice.accountId, 2],
        [other, 1],
      ]),
    );
    await ben.approve(await ben.git('rev-parse', 'HEAD'));
    // Another process continues where the first one ended.
    const second = await board();
    expect(standings(second).ben).toBe('working');
    expect(second.changes).toEqual(
      expect.arrayContaining([{ seat: 'ben', kind: 'step', step: 'step-6', from: 'waiting', to: 'pass' }]),
    );
    const people = await status();
    expect([people.exit, people.stderr]).toEqual([1, '']);
    expect(people.stdout).toMatch(/^practice account \d{12} · us-east-1 · http/);
    expect(people.stdout).toMatch(/ben .*✓ ✓ ✓ ✓ ✓ ✓ ✓ ✗/);
    const sheet = await status('--reporter', 'csv', '--hide-names');
    expect(sheet.stdout.split('\r\n')).toHaveLength(6);
    expect(sheet.stdout).not.toMatch(/anna|ben|carl|dora/i);
    expect((await status('--reporter', 'csv')).stdout).toContain(`"'=Anna()"`);
  });

  it('shows one seat with its findings', async () => {
    const opened = await status('--seat', 'ben');
    expect([opened.exit, opened.stderr]).toEqual([1, '']);
    expect(opened.stdout).toContain('A push brought a second release');
    expect(opened.stdout).toContain(
      'npx lab solve step-8 --seat ben --region us-east-1 --repository octocat/ben-lab',
    );
    // The roster states no repository. A setting of the instructor's own must not apply to the seat.
    const withoutRepository = join(folder, 'untold.yaml');
    writeFileSync(withoutRepository, 'class: untold\nregion: us-east-1\nseats:\n  - id: eve\n');
    const eve = await lab(['class', 'status', withoutRepository, '--seat', 'eve'], {
      ...env(),
      LAB_HOME: emptyHome(),
    });
    expect(eve.stdout).toContain('Put OWNER/NAME into the roster, line 4, as the repository of seat eve');
    expect(eve.stdout).toContain(
      'npx lab solve step-3 --seat eve --region us-east-1 --repository OWNER/NAME',
    );
    expect(eve.stdout).not.toContain('lab init');
    const none = await status('--seat', 'bne');
    expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining('Did you mean ben?')]);
  });

  it('merges evidence with a raised hand, without any account', async () => {
    const handed = mkdtempSync(join(tmpdir(), 'handed-in-'));
    const own = { ...ben.env, LAB_HOME: join(emptyHome(), 'lab') };
    const raised = await lab(['hand', 'my push\u001b[2J starts', 'nothing'], own);
    expect([raised.exit, raised.stdout]).toEqual([
      0,
      expect.stringContaining('"my push [2J starts nothing"'),
    ]);
    await lab(['check', '--all', '--save', join(handed, 'ben.json')], own);
    await lab(['check', '--all', '--save', join(handed, 'anna.json')], anna.env);
    writeFileSync(join(handed, 'broken.json'), '{"evidence":"codepipeline-lab"');
    const offline = { HOME: home, LAB_HOME: join(emptyHome(), 'lab') };
    const args = ['class', 'status', roster, '--evidence', handed, '--reporter', 'json'];
    const files = await lab([...args, '--evidence-only'], offline);
    const document = JSON.parse(files.stdout) as Document;
    expect(standings(document)).toEqual({ anna: 'done', ben: 'working', carl: 'unknown', dora: 'unknown' });
    expect(document.seats.find(({ seat }) => seat === 'ben')).toMatchObject({
      source: 'evidence',
      hand: { text: 'my push [2J starts nothing' },
      at: { step: 'step-8' },
    });
    expect(document.seats[0]?.seat).toBe('ben');
    const people = await lab(['class', 'status', roster, '--evidence', handed, '--evidence-only'], offline);
    expect(people.stdout).toMatch(/carl .*could not tell: no evidence$/m);
    expect(document.remarks).toEqual([expect.stringMatching(/broken\.json: it is not JSON/)]);
    // The result is the same without any credentials, because there is evidence to show.
    expect((await lab(args, offline)).exit).toBe(1);
    // The newer of account and file counts, and the raised hand comes from the file.
    const both = await board('--evidence', handed);
    expect(both.seats.find(({ seat }) => seat === 'ben')).toMatchObject({
      source: 'account',
      hand: { text: 'my push [2J starts nothing' },
    });
    // Newer evidence reports that the hand was lowered.
    await lab(['hand', '--down'], own);
    await lab(['check', 'step-1', '--save', join(handed, 'ben-later.json')], own);
    const later = await board('--evidence', handed);
    expect(later.seats.find(({ seat }) => seat === 'ben')).not.toHaveProperty('hand');
    // It covers step 1 alone. For the other steps the older file is still right, and its age is shown.
    const joined = await lab(['class', 'status', roster, '--evidence', handed, '--evidence-only'], offline);
    expect(joined.stdout).toMatch(
      /ben .*✓ ✓ ✓ ✓ ✓ ✓ ✓ ✗ .*\n(.*\n){1,3} +out of evidence of [\d:]{8}, some of it of [\d:]{8}$/m,
    );
    expect(later.changes).toEqual(
      expect.arrayContaining([{ seat: 'ben', kind: 'hand', up: false, text: '' }]),
    );
  });

  it('reports wrong arguments, and missing credentials for all accounts', async () => {
    for (const [args, words] of [
      [['--watch', '--reporter', 'json'], 'leave out'],
      [['--reporter', 'xml'], 'human, json or csv'],
      [['--stuck-after', '0'], 'from 1 to 1440'],
      [['--evidence-only'], '--evidence'],
      [['--evidence', '/nowhere'], 'no such file or folder'],
    ] as const) {
      const { exit, stderr } = await status(...args);
      expect([exit, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
    const refused = await lab(['class', 'status', roster], {
      ...env(),
      AWS_SECRET_ACCESS_KEY: 'wrong',
    });
    expect([refused.exit, refused.stderr]).toEqual([4, expect.stringContaining('SignatureDoesNotMatch')]);
    const pinned = join(folder, 'pinned.yaml');
    writeFileSync(
      pinned,
      'class: spring\naccount: "123456789012"\nregion: us-east-1\nseats:\n  - id: anna\n',
    );
    const held = await lab(['class', 'status', pinned], env());
    expect([held.exit, held.stderr]).toEqual([2, expect.stringContaining('Nothing else was called')]);
  });

  it('stores its state in one file, without any credentials', async () => {
    expect(readdirSync(join(home, 'lab', 'class'))).toEqual(['spring-practice.json']);
  });
});

describe('lab hand', () => {
  it('accepts one line of at most 200 characters, shows it, and lowers it', async () => {
    const own = { HOME: home, LAB_HOME: join(emptyHome(), 'lab') };
    expect((await lab(['hand'], own)).stdout).toContain('is down');
    for (const wrong of ['x'.repeat(201), '\u200b\u0007'])
      expect((await lab(['hand', wrong], own)).exit).toBe(2);
    expect((await lab(['hand', '✋'.repeat(200)], own)).exit).toBe(0);
    expect((await lab(['hand'], own)).stdout).toContain('✋✋');
    expect((await lab(['hand', '--down', 'x'], own)).exit).toBe(2);
    expect((await lab(['hand', '--down'], own)).exit).toBe(0);
    expect((await lab(['hand'], own)).stdout).toContain('is down');
  });
});
