import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  ListPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AwsCli } from '../../../aws-cli/stand-in.ts';
import { outputOf, runProgram } from '../../../checker/account/run-program.ts';
import { boundaryArn } from '../../../checker/lab/lab.ts';
import { steps } from '../../../checker/steps/index.ts';
import { runCheck } from '../../../lab-home/run-check.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { chooseAwsCli } from '../../../scenarios/aws-cli.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { openLearnerEnvironment } from '../../../scenarios/solve/learner-environment.ts';
import { solveTo } from '../../../scenarios/solve/solve.ts';
import type { Io } from '../../../terminal/command.ts';
import { lab } from '../../kit/lab-command.ts';

let practice: Practice;
let aws: AwsCli;
let folder: string;
beforeEach(async () => {
  practice = await startPractice({ port: 0 });
  aws = await chooseAwsCli(process.env, 'stand-in');
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'class-policy-'));
});
afterEach(async () => {
  aws.close();
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The instructor's machine. */
const instructor = () => ({
  PATH: [...aws.pathPrepend, process.env.PATH].join(':'),
  HOME: folder,
  LAB_HOME: join(folder, 'lab'),
  ...practice.exports,
});

/** A learner's machine, with the key that the script created for the seat. */
function learner(seat: string): Io['env'] {
  const home = join(folder, seat);
  mkdirSync(home);
  const { AccessKey } = JSON.parse(readFileSync(join(folder, 'out', 'seats', seat, 'key.json'), 'utf8')) as {
    AccessKey: { AccessKeyId: string; SecretAccessKey: string };
  };
  return {
    PATH: process.env.PATH,
    HOME: home,
    LAB_HOME: join(home, '.lab'),
    ...practice.exports,
    LAB_SEAT: seat,
    LAB_REPOSITORY: `octocat/${seat}-lab`,
    AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey,
  };
}

it('two seats run the pages with what the scripts created and tear down, and the scripts leave nothing', async () => {
  const { accountId, region } = practice;
  const roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring\naccount: "${accountId}"\nregion: ${region}\nseats:\n  - id: anna\n  - id: ben\n`,
  );
  const out = join(folder, 'out');
  const written = await lab(['class', 'policy', roster, '--all', '--out', out], {});
  expect([written.exit, written.stderr]).toEqual([0, '']);
  const clients = clientsOf(practice);
  const made = await outputOf('sh', ['make-seats.sh'], { cwd: out, env: instructor() });
  expect(made.split('\n').filter((line) => /^(anna|ben)$/.test(line))).toEqual(['anna', 'ben']);

  for (const seat of ['anna', 'ben']) {
    const env = learner(seat);
    const io = { env, stderr: () => {} };
    const environment = await openLearnerEnvironment({ values: {}, io, folder: env.HOME ?? '' });
    try {
      await solveTo(8, environment, {}, { line: () => {} });
    } finally {
      await environment.close();
    }
    const clone = join(env.HOME ?? '', 'workspace', `${seat}-lab`);
    const eight = steps.filter(({ name }) => name !== 'cleanup');
    const { run } = await runCheck({ values: {}, steps: eight, env: { ...env, LAB_CLONE: clone } });
    expect(run.verdict, seat).toBe('pass');
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: `${seat}-cp-lab-${region}` }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(boundaryArn(seat, region, accountId));
    const own = Object.fromEntries(
      Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    const planned = await lab(['teardown', '--dry-run', '--reporter', 'json'], own);
    const { digest } = JSON.parse(planned.stdout) as { digest: string };
    const ended = await lab(['teardown', '--confirm', digest], own);
    expect([ended.exit, ended.stderr], seat).toEqual([0, '']);
  }

  await outputOf('sh', ['remove-seats.sh', 'ben'], { cwd: out, env: instructor() });
  await outputOf('sh', ['remove-seats.sh', 'anna'], { cwd: out, env: instructor() });
  const { Users = [] } = await clients.iam.send(new ListUsersCommand({}));
  const { Policies = [] } = await clients.iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  expect([Users.map(({ UserName }) => UserName), Policies]).toEqual([['learner'], []]);
  clients.destroy();
});

it('the scripts change nothing in another account', async () => {
  const roster = join(folder, 'class.yaml');
  writeFileSync(roster, 'class: spring\naccount: "123456789012"\nregion: us-east-1\nseats:\n  - id: anna\n');
  const out = join(folder, 'out');
  await lab(['class', 'policy', roster, '--all', '--out', out], {});
  for (const script of ['make-seats.sh', 'remove-seats.sh']) {
    const run = await runProgram('sh', [script], { cwd: out, env: instructor() });
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('Nothing was done')]);
  }
});

it.each(['sh', 'dash', 'bash', 'zsh'])(
  'the scripts, in %s, treat each seat separately, change nothing that differs, and a second run finishes',
  async (shell) => {
    const { accountId, region } = practice;
    const roster = join(folder, 'class.yaml');
    writeFileSync(
      roster,
      `class: spring\naccount: "${accountId}"\nregion: ${region}\nseats:\n  - id: anna\n  - id: ben\n`,
    );
    const out = join(folder, 'out');
    await lab(['class', 'policy', roster, '--all', '--out', out], {});
    const { iam, destroy } = clientsOf(practice);
    const run = async (script: string) => {
      const env = instructor();
      const { exit, stdout, stderr } = await runProgram(shell, [script], { cwd: out, env });
      return [exit, stdout.toString('utf8').trimEnd(), stderr.trimEnd()];
    };
    const names = async () => {
      const { Users = [] } = await iam.send(new ListUsersCommand({}));
      const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
      return [...Users.map(({ UserName }) => UserName), ...Policies.map(({ PolicyName }) => PolicyName)];
    };
    const key = (seat: string) => readFileSync(join(out, 'seats', seat, 'key.json'), 'utf8');
    const other = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

    await iam.send(new CreateUserCommand({ UserName: 'lab-anna' }));
    expect(await run('make-seats.sh')).toEqual([
      1,
      expect.stringMatching(/^anna\nben$/),
      expect.stringMatching(/anna: user lab-anna has no tag seat=anna[\s\S]*Not done: anna\./),
    ]);
    await iam.send(new DeleteUserCommand({ UserName: 'lab-anna' }));
    const PolicyArn = `arn:aws:iam::${accountId}:policy/lab-anna`;
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'lab-anna', PolicyDocument: other }));
    expect(await run('make-seats.sh')).toEqual([
      1,
      expect.stringContaining('user lab-ben: there already'),
      expect.stringContaining('policy lab-anna is there already and differs'),
    ]);
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    const before = key('ben');
    expect(await run('make-seats.sh')).toEqual([0, expect.stringContaining('there already'), '']);
    expect([key('ben') === before, JSON.parse(key('anna'))]).toEqual([
      true,
      { AccessKey: expect.anything() },
    ]);

    const RoleName = 'anna-cp-lab-role';
    const AssumeRolePolicyDocument = policyDocument([
      { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    const PermissionsBoundary = boundaryArn('anna', region, accountId);
    await iam.send(new CreateRoleCommand({ RoleName, PermissionsBoundary, AssumeRolePolicyDocument }));
    expect(await run('remove-seats.sh')).toEqual([
      1,
      'anna\nben',
      expect.stringMatching(
        /anna: aws iam delete-policy went wrong:\s+An error.*DeleteConflict[\s\S]*Not done: anna\./,
      ),
    ]);
    expect(await names()).toEqual(['learner', 'anna-cp-lab-boundary']);
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await run('remove-seats.sh')).toEqual([
      0,
      expect.stringContaining('user lab-anna: gone already'),
      '',
    ]);
    expect(await names()).toEqual(['learner']);
    destroy();
  },
);
