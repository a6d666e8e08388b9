import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let account: LabAccount;
const homes: string[] = [];

/** An environment that contains only an empty home. */
function bareEnv(more: Record<string, string> = {}): Record<string, string> {
  const home = emptyHome();
  homes.push(home);
  return { HOME: home, LAB_HOME: join(home, 'lab'), ...more };
}
const findings = (stdout: string) =>
  (
    JSON.parse(stdout) as {
      steps: { id: string; verdict: string; findings: { check: string; verdict: string; found: string }[] }[];
    }
  ).steps;

beforeAll(async () => {
  built = await finishedLab();
  account = await built.open();
}, 60_000);
afterAll(async () => {
  await built.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

describe('a wrong argument', () => {
  it.each([
    [['check', 'step-55'], 'step-5'],
    [['check', 'pipline'], 'pipeline'],
    [['check', '--reporter', 'jsn'], 'json'],
    [['check', '--reprter', 'json'], '--reporter'],
    [['chekc'], 'lab check'],
    [['use', 'moon'], 'practice'],
    [['practice', '--port', 'x'], '--port'],
    [['practice', '--ephemeral', '--state', '/tmp/x'], '--ephemeral'],
    [['init', '--repository', 'https://github.com/a/b.git'], 'owner/name'],
    [['init', '--region', 'us_east'], 'us-east-1'],
  ])('lab %j: exits with 2 and suggests the nearest right one', async (args, says) => {
    const ended = await lab(args, bareEnv(account.practice.exports));
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});

describe('credentials', () => {
  it('that are missing: shows both options and exits with 4', async () => {
    const ended = await lab(['check', 'step-1'], bareEnv({ AWS_REGION: 'us-east-1' }));
    expect(ended.exit).toBe(4);
    expect(ended.stderr).toContain('npm run practice');
    expect(ended.stderr).toContain('step-1-credentials.md');
  });

  it('that are wrong are distinguished, and exit with 4', async () => {
    const { practice, clients } = account;
    const { Role } = await clients.iam.send(
      new CreateRoleCommand({
        RoleName: 'short-lived',
        AssumeRolePolicyDocument: policyDocument([
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${practice.accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ]),
      }),
    );
    const { Credentials } = await clients.sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'soon-over', DurationSeconds: 900 }),
    );
    practice.emulator.clock.shiftOffset(901_000);
    // The account's clock is now ahead, as it appears to a machine whose own clock is behind. STS first reports that
    // the session has expired.
    const cases: [string, Record<string, string>, RegExp][] = [
      ['wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }, /secret/i],
      ['unknown key', { AWS_ACCESS_KEY_ID: 'AKIAPRACTICENOTTHERE' }, /access key|does not know|unknown/i],
      [
        'expired token',
        {
          AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
          AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
          AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
        },
        /session|expired/i,
      ],
    ];
    const outputs: string[] = [];
    for (const [name, change, says] of cases) {
      const ended = await lab(['check', 'step-3'], { ...bareEnv(practice.exports), ...change });
      const all = ended.stdout + ended.stderr;
      expect([name, ended.exit]).toEqual([name, 4]);
      expect(all).toMatch(says);
      outputs.push(all);
    }
    practice.emulator.clock.shiftOffset(-901_000);
    expect(new Set(outputs).size).toBe(3);
  });

  it('of another account than the pinned one: exit with 2 after the identity call alone', async () => {
    const proxy = await proxyTo(account.practice.endpoint, () => 'pass');
    const ended = await lab(
      ['check', 'step-3', '--account', '123456789012'],
      bareEnv({ ...account.practice.exports, AWS_ENDPOINT_URL: proxy.endpoint }),
    );
    await proxy.close();
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain('123456789012');
    expect(ended.stderr).toContain(account.practice.accountId);
    expect(proxy.calls.map(({ service }) => service)).toEqual(['sts']);
  });
});

describe('the target', () => {
  it.each([
    ['live with an endpoint override', { LAB_TARGET: 'live' }, 'AWS_ENDPOINT_URL'],
    ['practice with a foreign endpoint', { AWS_ENDPOINT_URL: 'https://s3.example.com' }, 's3.example.com'],
    ['practice with foreign keys', { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }, 'not a practice account'],
    ['one that does not exist', { LAB_TARGET: 'moon' }, 'live, practice, endpoint'],
  ])('%s: exits with 2 before any call', async (_name, change, says) => {
    const ended = await lab(['check', 'step-3'], { ...bareEnv(account.practice.exports), ...change });
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(says);
  });

  it("live with a practice account's keys: exits with 2", async () => {
    const { AWS_ENDPOINT_URL: _, ...exports } = account.practice.exports;
    const ended = await lab(['check', 'step-3', '--target', 'live'], bareEnv(exports));
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain('practice');
  });

  it('practice without a running one: shows the command and exits with 2', async () => {
    const ended = await lab(['check', 'step-3', '--target', 'practice'], bareEnv());
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain('npm run practice');
  });
});

describe('an account with injected faults', () => {
  it('that cannot be reached: exits with 3 within 10 seconds', async () => {
    const ended = await lab(
      ['check', 'step-3'],
      bareEnv({ ...account.practice.exports, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }),
    );
    expect(ended.exit).toBe(3);
    expect(ended.ms).toBeLessThan(10_000);
    expect(ended.stdout + ended.stderr).toContain('127.0.0.1:9');
  });

  it('with one service down: its findings are unknown, the others are judged', async () => {
    const proxy = await proxyTo(account.practice.endpoint, ({ service }) =>
      service === 'codeconnections' || service === 'codestar-connections' ? 'cut' : 'pass',
    );
    const ended = await lab(['check', 'step-3', 'step-4', '--reporter', 'json'], {
      ...account.env,
      AWS_ENDPOINT_URL: proxy.endpoint,
    });
    await proxy.close();
    const [bucket, connection] = findings(ended.stdout);
    expect([ended.exit, bucket?.verdict, connection?.verdict]).toEqual([3, 'pass', 'unknown']);
    expect(connection?.findings.every(({ verdict }) => verdict === 'unknown')).toBe(true);
  });

  it('that denies a read: is unknown, names the IAM action, exits with 3', async () => {
    const { iam } = account.clients;
    await iam.send(new CreateUserCommand({ UserName: 'blind' }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'blind',
        PolicyName: 'almost-all',
        PolicyDocument: policyDocument([
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 's3:GetBucketVersioning', Resource: '*' },
        ]),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'blind' }));
    const ended = await lab(['check', 'step-3', '--reporter', 'json'], {
      ...account.env,
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    });
    const [bucket] = findings(ended.stdout);
    const unknown = bucket?.findings.filter(({ verdict }) => verdict !== 'pass') ?? [];
    expect([ended.exit, bucket?.verdict]).toEqual([3, 'unknown']);
    expect(unknown.map(({ check, verdict }) => [check, verdict])).toEqual([['bucket.versioned', 'unknown']]);
    expect(unknown[0]?.found).toContain('s3:GetBucketVersioning');
  });

  it('with another clock: fails step 1 by the dates of the answers', async () => {
    const off = await built.open();
    off.practice.emulator.clock.shiftOffset(3_600_000);
    const ended = await lab(['check', 'step-1', '--reporter', 'json'], off.env);
    const [step] = findings(ended.stdout);
    const clock = step?.findings.find(({ check }) => check.includes('clock'));
    expect([ended.exit, clock?.verdict]).toEqual([1, 'fail']);
    expect(clock?.found).toMatch(/60 min|1 h/);
  });
});

describe('settings', () => {
  it.each([
    ['{\n  "region": "us-east-1",\n  broken\n}\n', 'line 3'],
    ['{\n  "region": "us-east-1",\n\n  "reposiory": "a/b"\n}\n', /line 4.*reposiory.*repository/s],
    ['{\n  "region": "moon"\n}\n', /line 2.*region/s],
    ['{\n  "target": "moon"\n}\n', /line 2.*target/s],
    ['[]', 'line 1'],
  ])('%j: exits with 2 and names file, line and key', async (text, says) => {
    const env = bareEnv(account.practice.exports);
    const file = join(env.LAB_HOME ?? '', 'config.json');
    mkdirSync(env.LAB_HOME ?? '', { recursive: true });
    writeFileSync(file, text);
    for (const args of [
      ['check', 'step-3'],
      ['init', '--branch', 'main'],
    ]) {
      const ended = await lab(args, env);
      expect([args[0], ended.exit]).toEqual([args[0], 2]);
      expect(ended.stderr).toContain(file);
      expect(ended.stderr).toMatch(says);
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('are written by init and use, and read again', async () => {
    const env = bareEnv();
    expect((await lab(['init', '--region', 'eu-west-1', '--repository', 'a/b'], env)).exit).toBe(0);
    expect((await lab(['init', '--seat', 'anna'], env)).exit).toBe(0);
    expect((await lab(['use', 'practice'], env)).exit).toBe(0);
    expect(JSON.parse(readFileSync(join(env.LAB_HOME ?? '', 'config.json'), 'utf8'))).toEqual({
      version: 1,
      target: 'practice',
      region: 'eu-west-1',
      repository: 'a/b',
      seat: 'anna',
    });
  });
});

describe('a machine that lacks', () => {
  it('a free port: exits with 2 and suggests another', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const ended = await lab(['practice', '--port', String(port), '--ephemeral'], bareEnv());
    taken.close();
    expect([ended.exit, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(String(port));
    expect(ended.stderr).toContain('--port 0');
  });

  it('git for the demo: exits with 2 and names what to install', async () => {
    const ended = await lab(['demo'], { ...bareEnv(), PATH: '/nonexistent' });
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toMatch(/git.*install/is);
  });
});
