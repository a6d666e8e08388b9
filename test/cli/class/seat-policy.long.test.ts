import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPipelineCommand, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { ListConnectionsCommand } from '@aws-sdk/client-codestar-connections';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labActions } from '../../../checker/doctor/lab-actions.ts';
import { boundaryArn, seatNames } from '../../../checker/lab/lab.ts';
import { artifactPrefix } from '../../../checker/teardown/explanation.ts';
import { boundaryPolicy, seatPolicy } from '../../../classroom/policy/seat-policy.ts';
import { maxManagedPolicySize, policySize } from '../../../classroom/policy/statement.ts';
import { buildLab } from '../../../scenarios/finished-lab/build-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { lab as command } from '../../kit/lab-command.ts';
import {
  type Attempt,
  accountWideOperations,
  attemptsOf,
  outcomeOf,
} from '../../kit/seat-attempts/seat-attempts.ts';
import { type SharedAccount, sharedAccount } from '../../kit/shared-account.ts';

let shared: SharedAccount;
let anna: LabAccount;
let neighbor: LabAccount;
let attempts: ReturnType<typeof attemptsOf>;
beforeAll(async () => {
  shared = await sharedAccount();
  [anna, neighbor] = [await shared.seat('anna'), await shared.seat('neighbour')];
  // Works as seats, each with only its own policy: the whole lab succeeds for two seats side by side.
  await Promise.all([buildLab(anna, 'pipeline'), buildLab(neighbor, 'redeploy')]);
  const { Connections = [] } = await shared.clients.connections.send(new ListConnectionsCommand({}));
  const connectionArn =
    Connections.find(({ ConnectionName }) => ConnectionName === neighbor.names.connection)?.ConnectionArn ??
    '';
  attempts = attemptsOf({
    neighbor,
    connectionArn,
    seat: 'neighbour',
    own: anna,
    ownSeat: 'anna',
  });
});
afterAll(() => shared.close());

const classFile = () => {
  const file = join(mkdtempSync(join(tmpdir(), 'class-')), 'class.yaml');
  writeFileSync(
    file,
    `class: spring\nregion: ${anna.practice.region}\nseats:\n  - id: anna\n  - id: neighbour\n`,
  );
  return file;
};

/** Every record of the practice account that names the neighbor, except for the time of a key's last use. */
function neighborRecords(): string[] {
  const { tables } = shared.practice.emulator.store.snapshot();
  return [...tables].flatMap(([table, records]) =>
    table === 'iam/keys'
      ? []
      : [...records]
          .map(([key, record]) => `${table} ${key} ${JSON.stringify(record)}`)
          .filter((text) => text.includes('neighbour')),
  );
}

/** Attempts that were not denied, each with its outcome. */
async function notDenied(tried: readonly Attempt[], clients: LabAccount['clients']): Promise<string[]> {
  const found: string[] = [];
  for (const attempt of tried) {
    const outcome = await outcomeOf(attempt, clients);
    if (outcome !== 'denied') found.push(`${attempt.name} → ${outcome}`);
  }
  return found;
}

describe("a seat's policy", () => {
  it.each(['us-east-1', 'ap-southeast-7', 'us-gov-east-1', 'cn-northwest-1'])(
    'contains every action of the lab, and fits a managed policy, in %s',
    (region) => {
      const where = { seat: 'twelve-chars', region, account: '123456789012' };
      const allowed = seatPolicy(where).Statement.flatMap(({ Action }) => Action);
      expect(labActions.filter((action) => !allowed.includes(action))).toEqual([]);
      expect(policySize(seatPolicy(where))).toBeLessThan(maxManagedPolicySize);
      expect(policySize(boundaryPolicy(where))).toBeLessThan(maxManagedPolicySize);
      expect(JSON.stringify([seatPolicy(where), boundaryPolicy(where)])).not.toMatch(
        region.startsWith('us-gov') || region.startsWith('cn-') ? /arn:aws:/ : /arn:aws-/,
      );
    },
  );

  it('allows the whole lab, the check and the doctor', async () => {
    const checked = await command(['check', '--all'], neighbor.env);
    expect([checked.exit, checked.stderr]).toEqual([0, '']);
    const { stdout } = await command(['doctor', '--reporter', 'json'], anna.env);
    const { steps } = JSON.parse(stdout) as {
      steps: { name: string; verdict: string; findings: { found: string }[] }[];
    };
    const may = steps.find(({ name }) => name === 'permissions');
    expect([may?.verdict, may?.findings.map(({ found }) => found)]).toEqual(['pass', expect.anything()]);
  }, 120_000);

  it('is tried with every operation that the practice account serves', () => {
    for (const [service, { operations }] of shared.practice.emulator.services) {
      // The same operations under the service's older name.
      if (service === 'codestar-connections') continue;
      const tried = attempts.filter((one) => one.service === service).map(({ operation }) => operation);
      const known = new Set([...tried, ...(accountWideOperations[service] ?? [])]);
      expect(
        Object.keys(operations).filter((operation) => !known.has(operation)),
        `${service}: without an attempt in test/kit/seat-attempts/${service}-inputs.ts, and not in accountWideOperations`,
      ).toEqual([]);
    }
  });

  it('lists the names of roles and policies, and pipelines of the own region only', async () => {
    const { iam } = anna.clients;
    expect((await iam.send(new ListRolesCommand({}))).Roles?.length).toBeGreaterThan(0);
    expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies?.length).toBeGreaterThan(0);
    const lists = (clients: LabAccount['clients']) => [
      () => clients.pipelines.send(new ListPipelinesCommand({})),
      () => clients.connections.send(new ListConnectionsCommand({})),
      () => clients.pipelines.send(new GetPipelineCommand({ name: neighbor.names.pipeline })),
    ];
    for (const list of lists(anna.clients)) await list();
    const elsewhere = clientsOf(anna.practice, 'eu-west-1');
    for (const list of lists(elsewhere)) await expect(list()).rejects.toThrow('not authorized');
    elsewhere.destroy();
  });

  it("allows nothing on a neighbor's resources, nor beyond the boundary", async () => {
    const before = neighborRecords();
    expect(before.length).toBeGreaterThan(10);
    // CreatePipeline with the name of the seat's existing pipeline is rejected for that reason: a later test tries it.
    const tried = attempts.filter(({ operation }) => operation !== 'CreatePipeline');
    // A seat can read the neighbor's pipelines: without that no teardown could determine who else uses a resource.
    expect(await notDenied(tried, anna.clients)).toEqual([
      expect.stringMatching(/^codepipeline GetPipeline \S+ → done$/),
    ]);
    expect(neighborRecords()).toEqual(before);
  });

  it('would be seen to allow an attempt: the neighbor may read its own resources', async () => {
    const reads = attempts.filter(({ operation }) => /^(Get|List)/.test(operation));
    expect((await notDenied(reads, neighbor.clients)).length).toBeGreaterThan(20);
  });

  it('gives no more to a role that the seat allows everything and assumes itself', async () => {
    const { iam, sts } = anna.clients;
    const role = { RoleName: anna.names.role };
    const inline = { ...role, PolicyName: anna.names.policy };
    await iam.send(new DeleteRolePolicyCommand(inline));
    await iam.send(new DeleteRoleCommand(role));
    const { accountId, region } = anna.practice;
    const user = `arn:aws:iam::${accountId}:user/${seatNames('anna').identity}`;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        ...role,
        PermissionsBoundary: boundaryArn('anna', region, accountId),
        AssumeRolePolicyDocument: policyDocument([
          { Effect: 'Allow', Principal: { AWS: user }, Action: 'sts:AssumeRole' },
        ]),
      }),
    );
    const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    await iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument }));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'everything' }),
    );
    const clients = clientsOf({
      ...anna.practice,
      exports: {
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
        AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
      },
    });
    // The role has an identity, and may use the seat's own buckets as the pipeline may.
    const Key = `${artifactPrefix(anna.names.pipeline)}own`;
    await clients.s3.send(new PutObjectCommand({ Bucket: anna.names.artifactBucket, Key, Body: 'x' }));
    const before = neighborRecords();
    expect(await notDenied(attempts, clients)).toEqual([]);
    expect(neighborRecords()).toEqual(before);
    clients.destroy();
  });

  it('of the instructor: one reads and changes nothing; the other deletes only resources of seats', async () => {
    const roster = classFile();
    const printed = async (...flags: string[]) =>
      (await command(['class', 'policy', roster, '--account', anna.practice.accountId, ...flags], {})).stdout;
    const read = await shared.user('reader', await printed('--instructor'));
    expect((await command(['check', '--all'], { ...neighbor.env, ...read.keys })).exit).toBe(0);
    const before = neighborRecords();
    const changes = attempts.filter(({ operation }) => !/^(Get|List|Head|Simulate)/.test(operation));
    expect(await notDenied(changes, read.clients)).toEqual([]);
    expect(neighborRecords()).toEqual(before);

    const { s3, iam } = shared.clients;
    await s3.send(new CreateBucketCommand({ Bucket: 'not-the-labs' }));
    const RoleName = 'not-the-labs';
    const AssumeRolePolicyDocument = policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const teardownUser = await shared.user('sweeper', await printed('--teardown'));
    await expect(
      teardownUser.clients.s3.send(new DeleteBucketCommand({ Bucket: 'not-the-labs' })),
    ).rejects.toThrow('not authorized');
    await expect(teardownUser.clients.iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toThrow(
      'not authorized',
    );
    const swept = await shared.seat('swept');
    await buildLab(swept, 'approval');
    const env = { ...swept.env, ...teardownUser.keys };
    const planned = await command(['teardown', '--dry-run', '--reporter', 'json'], env);
    const { digest } = JSON.parse(planned.stdout) as { digest: string };
    const ended = await command(['teardown', '--confirm', digest], env);
    expect([ended.exit, ended.stderr]).toEqual([0, '']);
    expect(neighborRecords()).toEqual(before);
  }, 120_000);

  it("allows a seat to tear down its own lab completely, and the neighbor's stays", async () => {
    const before = neighborRecords();
    const planned = await command(['teardown', '--dry-run', '--reporter', 'json'], anna.env);
    const { digest } = JSON.parse(planned.stdout) as { digest: string };
    const ended = await command(['teardown', '--confirm', digest], anna.env);
    expect([ended.exit, ended.stderr, ended.exit === 0 ? '' : ended.stdout]).toEqual([0, '', '']);
    // What the seat may not search is told, once for all regions.
    const told = ended.stdout.replace(/\s+/g, ' ');
    expect(told).toContain(
      'This was not searched for other users or for more of the lab: all regions but us-east-1 ',
    );
    expect(told.match(/codepipeline:ListPipelines is not allowed there/g)).toHaveLength(1);
    expect((await command(['check', 'step-9'], anna.env)).exit).toBe(0);
    expect(neighborRecords()).toEqual(before);
    expect((await command(['check', '--all'], neighbor.env)).exit).toBe(0);
    // A role with the seat's name that was created without a boundary is one that the seat cannot give a policy.
    const role = { RoleName: anna.names.role };
    const AssumeRolePolicyDocument = policyDocument([
      { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    await shared.clients.iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }));
    const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    await expect(
      anna.clients.iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'all', PolicyDocument })),
    ).rejects.toThrow('not authorized');
    const making = attempts.filter(({ operation }) => operation === 'CreatePipeline');
    expect(making).toHaveLength(3);
    expect(await notDenied(making, anna.clients)).toEqual([]);
  }, 120_000);
});
