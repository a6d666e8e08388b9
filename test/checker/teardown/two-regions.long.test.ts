import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, makeClients } from '../../../checker/account/clients.ts';
import { type Lab, namesOf } from '../../../checker/lab/lab.ts';
import type { RegionOptions } from '../../../checker/teardown/finish.ts';
import { openJournal, plan, teardown, teardownRegions } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { roleArnOf } from './neighbor.ts';
import { everything, labTag, makeConnection, makeRole, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

const ireland = 'eu-west-1';

/** A second lab in Ireland. Without a role of its own it shares that of the first. */
async function buildInIreland(lab: LabAccount, names: Lab['names'] = {}): Promise<void> {
  const clients = clientsOf(lab.practice, ireland);
  const own = namesOf({ region: ireland, branch: 'main', names }, lab.practice.accountId);
  const regional = { ...lab, clients, names: own };
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  for (const Bucket of [own.deployBucket, own.artifactBucket]) {
    await clients.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
  }
  const Key = 'codepipeline-s3-depl/SourceArti/abc';
  await clients.s3.send(new PutObjectCommand({ Bucket: own.artifactBucket, Key, Body: 'zip' }));
  const roleArn = own.role === lab.names.role ? roleArnOf(lab) : await makeRole(regional, own.role, [labTag]);
  const connectionArn = await makeConnection(regional, own.connection, [labTag]);
  const tags = [{ key: labTag.Key, value: labTag.Value }];
  await clients.pipelines.send(
    new CreatePipelineCommand({ pipeline: definition(own, roleArn, connectionArn), tags }),
  );
  // The connection is pending, so the execution fails and the account stops changing.
  await lab.until(async () => {
    const runs = [...everything(lab)].filter(([key]) => key.startsWith('codepipeline/executions'));
    return runs.every(([, value]) => JSON.parse(value).status !== 'InProgress') || undefined;
  });
  clients.destroy();
}

/** A managed policy with the lab's name, attached to these roles. */
async function attachPolicy({ clients: { iam }, names }: LabAccount, ...roles: string[]) {
  const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: names.policy, PolicyDocument, Tags: [labTag] }),
  );
  for (const RoleName of roles)
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
}

/** The options of both regions in one run. */
function openBoth(lab: LabAccount, names: Lab['names'] = {}) {
  const session = openTeardownSession(lab.practice);
  const { confirm: _, ...here } = session.options;
  const clients = makeClients({
    region: ireland,
    endpoint: lab.practice.endpoint,
    credentials: {
      accessKeyId: lab.practice.exports.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: lab.practice.exports.AWS_SECRET_ACCESS_KEY as string,
    },
  });
  const there: RegionOptions = {
    ...here,
    clients,
    lab: { ...here.lab, region: ireland, names },
    journal: here.journal.replace('us-east-1', ireland),
  };
  return {
    regions: [here, there] as const,
    close() {
      clients.destroy();
      session.close();
    },
  };
}

describe('the labs of two regions', () => {
  it.each([
    ['a role and its policy', { role: 'codepipeline-s3-deploy-lab-us-east-1' }, 10],
    ['a policy that is attached to the roles of both', {}, 11],
  ])('that share %s are gone with one confirmation', async (_name, names, deletions) => {
    const lab = await built.open();
    await buildInIreland(lab, names);
    const second = namesOf({ region: ireland, branch: 'main', names }, lab.practice.accountId).role;
    await attachPolicy(lab, ...new Set([lab.names.role, second]));
    const { regions, close } = openBoth(lab, names);
    let asked = 0;
    const result = await teardownRegions({
      regions,
      confirm: async () => {
        asked++;
        return true;
      },
    });
    const done = result.results.flatMap(({ done: each = [] }) => each);
    expect([asked, result.exit, done.map(({ state }) => state)]).toEqual([
      1,
      0,
      Array(deletions).fill('deleted'),
    ]);
    expect([...everything(lab).keys()]).toEqual([]);
    for (const { journal } of regions) expect(openJournal(journal).read().at(-1)?.event).toBe('proved');
    close();
  });

  it('that share a role keep it while only one region is torn down', async () => {
    const lab = await built.open();
    const names = { role: lab.names.role };
    await buildInIreland(lab, names);
    const { regions, close } = openBoth(lab, names);
    const [here] = regions;
    const result = await teardown({ ...here, confirm: async () => true });
    expect(result.plan?.kept).toMatchObject([
      {
        resource: { kind: 'role' },
        review: 'none',
        why: expect.stringContaining('pipeline codepipeline-s3-deploy-lab in eu-west-1'),
      },
    ]);
    expect(result.plan?.elsewhere.map(({ kind, region }) => [kind, region]).sort()).toEqual([
      ['artifact-bucket', ireland],
      ['connection', ireland],
      ['deploy-bucket', ireland],
      ['pipeline', ireland],
    ]);
    expect([result.exit, [...everything(lab).keys()].filter((key) => key.startsWith('iam/')).length]).toEqual(
      [0, 1],
    );
    close();
  });

  it('are searched each for its own tagged connections with other names', async () => {
    const lab = await built.open();
    await buildInIreland(lab);
    const clients = clientsOf(lab.practice, ireland);
    const arn = await makeConnection({ ...lab, clients }, 'github-codepipelin-lab', [labTag]);
    clients.destroy();
    const { regions, close } = openBoth(lab);
    const result = await teardownRegions({ regions, confirm: async () => true });
    expect(result.exit).toBe(3);
    expect(result.results.map(({ plan: found }) => found?.kept.map(({ resource }) => resource.id))).toEqual([
      [],
      [arn],
    ]);
    for (const { plan: found } of result.results) expect(found?.limits).toEqual([]);
    expect([...everything(lab).keys()]).toEqual([expect.stringContaining(arn)]);
    close();
  });

  it('are confirmed by their digest together, and by none of their own', async () => {
    const lab = await built.open();
    await buildInIreland(lab);
    const before = everything(lab);
    const { regions, close } = openBoth(lab);
    const dry = await teardownRegions({ regions: regions.map((one) => ({ ...one, dryRun: true })) });
    for (const { plan: found } of dry.results)
      expect((await teardownRegions({ regions, confirm: found?.digest ?? '' })).exit).toBe(1);
    expect(everything(lab)).toEqual(before);
    const result = await teardownRegions({ regions, confirm: dry.digest ?? '' });
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    close();
  });
});

/** Clients whose calls in these regions are denied, as an organization's policy does it. */
function denying(clients: Clients, ...denied: string[]): Clients {
  const get: Clients['get'] = async (service, region) => {
    const real = await clients.get(service, region);
    if (region === undefined || !denied.includes(region)) return real;
    const message = 'with an explicit deny in a service control policy';
    const send = () =>
      Promise.reject(
        Object.assign(new Error(message), {
          name: 'AccessDeniedException',
          $metadata: { httpStatusCode: 400 },
        }),
      );
    return { send } as unknown as typeof real;
  };
  return { ...clients, get };
}

describe('a region whose calls are denied', () => {
  it.each([[['us-west-2']], [['us-west-2', 'eu-west-1']]])(
    'is a limit of the plan, is part of its digest, and does not change the exit code: %s',
    async (denied) => {
      const lab = await built.open();
      const { options, close } = openTeardownSession(lab.practice);
      const clients = denying(options.clients, ...denied);
      const limited = await plan({ ...options, clients });
      const limits = limited.limits.map(({ what, region }) => [what, region]);
      expect(limits.sort()).toEqual(denied.map((region) => [region, region]).sort());
      expect(limited.limits[0]?.why).toContain('AccessDeniedException: codepipeline:ListPipelines');
      const full = await plan(options);
      expect([full.limits, full.digest === limited.digest]).toEqual([[], false]);
      expect((await teardown({ ...options, clients, dryRun: true })).exit).toBe(0);
      // Whoever confirmed the plan knew what was not searched.
      expect(await teardown({ ...options, confirm: limited.digest })).toMatchObject({
        state: 'changed',
        exit: 1,
      });
      const result = await teardown({ ...options, clients, confirm: limited.digest });
      expect([result.exit, result.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
      close();
    },
  );
});
