import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { CreateRoleCommand, DetachUserPolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicy, teardownPolicy, trustPolicy } from '../../../classroom/policy/instructor.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { anotherAccount } from '../../kit/class-lab.ts';
import { lab } from '../../kit/lab-command.ts';
import { type SharedAccount, sharedAccount } from '../../kit/shared-account.ts';

let folder: string;
let shared: SharedAccount;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'class-doctor-'));
  shared = await sharedAccount();
  const own = (await anotherAccount(shared.practice, '111111111111')).exports;
  const role = (await anotherAccount(shared.practice, '222222222222')).exports;
  const clients = clientsOf({ ...shared.practice, exports: role });
  const RoleName = 'lab-instructor';
  const trust = JSON.stringify(trustPolicy(shared.practice.accountId, 'us-east-1', 'spring:1'));
  await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await clients.iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: JSON.stringify(readPolicy()) }),
  );
  clients.destroy();
  const profile = (name: string, id = '', secret = '') =>
    `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  writeFileSync(
    join(folder, 'credentials'),
    profile('own', own.AWS_ACCESS_KEY_ID, own.AWS_SECRET_ACCESS_KEY) +
      profile('broken', own.AWS_ACCESS_KEY_ID, 'not-its-secret'),
  );
  writeFileSync(join(folder, 'config'), '');
  env = {
    HOME: folder,
    LAB_HOME: join(folder, 'lab'),
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    ...shared.practice.exports,
  };
});
afterAll(async () => {
  await shared.close();
  rmSync(folder, { recursive: true, force: true });
});

interface DoctorRun {
  verdict: string;
  accounts: { id: string; verdict: string; findings: { check: string; verdict: string; found: string }[] }[];
  seats: DoctorRun['accounts'];
  calls: { operation: string; count: number }[];
}

async function doctor(
  seats: string,
  head = '',
): Promise<{ exit: number | null; document: DoctorRun; file: string }> {
  const file = join(folder, 'class.yaml');
  writeFileSync(file, `class: spring\nregion: us-east-1\n${head}seats:\n${seats}`);
  const json = await lab(['class', 'doctor', file, '--reporter', 'json'], env);
  expect(json.stderr).toBe('');
  return { exit: json.exit, document: JSON.parse(json.stdout) as DoctorRun, file };
}

/** The findings that did not pass, by check. */
const open = ({ findings }: DoctorRun['seats'][number]) =>
  findings.filter(({ verdict }) => verdict !== 'pass').map(({ check, verdict }) => `${verdict} ${check}`);

describe('lab class doctor', () => {
  it('lets a class start whose seats are ready, and reads a shared account once', async () => {
    await shared.seat('anna');
    await shared.seat('bea');
    const {
      exit,
      document: run,
      file,
    } = await doctor('  - id: anna\n    name: "An\\u202Ena"\n  - id: bea\n');
    expect([...run.accounts, ...run.seats].flatMap(open)).toEqual([]);
    expect([exit, run.verdict]).toEqual([0, 'pass']);
    const human = await lab(['class', 'doctor', file], env);
    expect(human.exit).toBe(0);
    expect(human.stdout).toMatch(/✓ anna {2}An\\u202ena\n✓ bea\n\nGo ahead: all 2 seats are ready/);
    const times = (name: string) => run.calls.find(({ operation }) => operation === name)?.count;
    expect([times('GetCallerIdentity'), times('ListBuckets'), times('GetAccountSummary')]).toEqual([1, 1, 1]);
  });

  it('reports an error of one seat at that seat, and continues with the others', async () => {
    const {
      exit,
      document: run,
      file,
    } = await doctor(`  - id: anna
  - { id: nobody }
  - { id: own, profile: own }
  - { id: broken, profile: broken }
  - { id: role, role: "arn:aws:iam::222222222222:role/lab-instructor", external-id: "spring:1" }
  - { id: unsaid, role: "arn:aws:iam::222222222222:role/lab-instructor" }
  - { id: gone, role: "arn:aws:iam::222222222222:role/none" }
`);
    const seats = Object.fromEntries(run.seats.map((one) => [one.id, open(one)]));
    expect(seats).toEqual({
      anna: [],
      own: [],
      role: [],
      nobody: ['waiting doctor.class.user'],
      broken: ['unknown doctor.class.access'],
      unsaid: ['unknown doctor.class.access'],
      gone: ['unknown doctor.class.access'],
    });
    const found = (id: string) => run.seats.find((one) => one.id === id)?.findings[0]?.found;
    expect(found('broken')).toContain('SignatureDoesNotMatch');
    expect(found('unsaid')).toContain('AccessDenied');
    expect(run.accounts.map(({ id }) => id)).toEqual([
      '000000000000 us-east-1',
      '111111111111 us-east-1',
      '222222222222 us-east-1',
    ]);
    // The role there has only the reading policy.
    expect(run.accounts.map(open)).toEqual([[], [], ['waiting doctor.class.sweep']]);
    expect(exit).toBe(3);
    const human = await lab(['class', 'doctor', file], env);
    expect(human.exit).toBe(3);
    expect(human.stdout).toContain('4 of 7 seats are not ready.');
    // The output has no green tick above what did not pass.
    expect(human.stdout).toContain('… 2 passed, 1 waiting\n');
    expect(human.stdout).toContain('? 1 waiting, 3 could not tell\n');
  });

  it('warns an instructor who may only read that the teardown will be denied', async () => {
    const account = shared.practice.accountId;
    const reader = await shared.user('reader', JSON.stringify(readPolicy()));
    const teardownUser = await shared.user('sweeper', JSON.stringify(teardownPolicy(account, 'us-east-1')));
    const own = env;
    try {
      env = { ...own, ...reader.keys };
      expect((await doctor('  - id: anna\n')).document.accounts.map(open)).toEqual([
        ['waiting doctor.class.sweep'],
      ]);
      env = { ...own, ...teardownUser.keys };
      expect((await doctor('  - id: anna\n')).document.accounts.map(open)).toEqual([[]]);
    } finally {
      env = own;
    }
  });

  it('stops at an account that is not the pinned one', async () => {
    const { exit, document: run, file } = await doctor('  - id: anna\n', 'account: "123456789012"\n');
    expect(run.seats.map(open)).toEqual([['fail doctor.class.access']]);
    expect(run.seats[0]?.findings).toHaveLength(1);
    expect(exit).toBe(1);
    const human = await lab(['class', 'doctor', file], env);
    expect(human.stdout).toContain('class spring · 1 seat · ');
    expect(human.stdout).toContain('1 of 1 seat is not ready.');
    expect(human.stdout).not.toMatch(/\b1 seats/);
  });

  it('reports taken names, quotas that are nearly used up, and connections that a seat could claim', async () => {
    const { s3, connections } = shared.clients;
    await s3.send(new CreateBucketCommand({ Bucket: 'cp-s3-deploy-000000000000-us-east-1-taken' }));
    await connections.send(new CreateConnectionCommand({ ConnectionName: 'team', ProviderType: 'GitHub' }));
    await shared.seat('taken');
    const fine = await doctor('  - id: taken\n  - id: anna\n');
    expect(fine.document.seats.map(open)).toEqual([['waiting doctor.name.deployBucket'], []]);
    expect(fine.document.accounts.map(open)).toEqual([['waiting doctor.class.strangers']]);
    // There is one connection and two seats add two: a quota of three is just enough.
    const near = await doctor('  - id: taken\n  - id: anna\n', 'limits: { connections: 3 }\n');
    expect(near.document.accounts.map(open)[0]).toContain('waiting doctor.class.room.connections');
    await connections.send(new CreateConnectionCommand({ ConnectionName: 'more', ProviderType: 'GitHub' }));
    const full = await doctor('  - id: taken\n  - id: anna\n', 'limits: { connections: 3 }\n');
    expect(full.document.accounts.map(open)[0]).toContain('fail doctor.class.room.connections');
    expect(full.exit).toBe(1);
  });

  it('reports at a seat that it may not perform all of the lab', async () => {
    const { iam } = shared.clients;
    const attached = { UserName: 'lab-anna', PolicyArn: 'arn:aws:iam::000000000000:policy/lab-anna' };
    await iam.send(new DetachUserPolicyCommand(attached));
    const denied = await doctor('  - id: anna\n');
    expect(denied.document.seats.map(open)[0]).toContain('fail doctor.may.role');
    const human = await lab(['class', 'doctor', denied.file], env);
    // Not the whole lab's policy, which would also allow access to the neighbors' resources.
    expect(human.stdout).toContain('npx lab class policy --seat anna --account 000000000000\n');
    expect(human.stdout).not.toContain('npx lab policy --lab');
    const seat = human.stdout.slice(human.stdout.indexOf('seat anna'));
    expect(seat).toMatch(
      /all 8 parts of the lab allowed\n +found +8 are not \(no policy allows it[^)]*\):\s+let the\s+checker look; make/,
    );
    expect(seat.split('\n').length).toBeLessThan(20);
  });
});
