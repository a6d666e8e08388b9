import { ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCalls } from '../../../checker/account/calls.ts';
import { makeClients } from '../../../checker/account/clients.ts';
import { openRemote } from '../../../checker/account/sources/git.ts';
import { factsOf } from '../../../checker/engine/judge.ts';
import type { FactName } from '../../../checker/facts/facts.ts';
import { facts, longestCallChain, makeFacts, withDependencies } from '../../../checker/facts/facts.ts';
import type { LabRecord } from '../../../checker/facts/values.ts';
import { labFrom } from '../../../checker/lab/lab.ts';
import { steps } from '../../../checker/steps/index.ts';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { pageHtml, repository } from '../../../scenarios/finished-lab/repository.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';

const factNames = Object.keys(facts) as FactName[];

interface Place {
  lab: LabAccount;
  region?: string;
  record?: LabRecord;
}

/** The calls that were made to load one fact, and no others: `s3 HeadBucket`. */
async function callsFor(name: FactName, { lab, region = 'us-east-1', record }: Place): Promise<string[]> {
  const { practice, env } = lab;
  const clients = makeClients({
    region,
    endpoint: practice.endpoint,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const calls = makeCalls(clients);
  const remote = openRemote(env.LAB_GIT_URL ?? '', repository);
  const get = makeFacts({
    lab: labFrom({ region, repository, clone: lab.clone }),
    calls,
    remote,
    record,
    regions: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' },
    url: `${practice.endpoint}/${lab.names.deployBucket}/index.html?X-Amz-Signature=0`,
  });
  try {
    await get(name);
    return [...calls.counts(), ...remote.counts()].map(({ service, operation }) => `${service} ${operation}`);
  } finally {
    clients.destroy();
    await remote.close();
  }
}

let finished: Awaited<ReturnType<typeof finishedLab>>;
let bare: Awaited<ReturnType<typeof finishedLab>>;
let places: Place[];
beforeAll(async () => {
  [finished, bare] = await Promise.all([finishedLab(), finishedLab('repository')]);
  const lab = await finished.open();
  const { iam, s3, pipelines } = lab.clients;
  // A role with an attached customer managed policy, and a page that was uploaded manually in the same second as the
  // deploy.
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'more',
      PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: lab.names.role, PolicyArn: Policy?.Arn }));
  const { actionExecutionDetails = [] } = await pipelines.send(
    new ListActionExecutionsCommand({ pipelineName: lab.names.pipeline }),
  );
  const ended = actionExecutionDetails[0]?.lastUpdateTime?.getTime() ?? 0;
  await adminClient(lab.practice.exports).setClock({ offsetMs: ended - Date.now() });
  await s3.send(
    new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'index.html', Body: pageHtml(3) }),
  );
  const { names } = lab;
  places = [
    { lab },
    { lab: await finished.open() },
    { lab: await bare.open() },
    // The lab exists in another place than the derived one, and its artifacts are in a bucket with another name.
    {
      lab,
      region: 'eu-west-1',
      record: { artifactBucket: names.artifactBucket, pipeline: names.pipeline },
    },
  ];
});
afterAll(() => Promise.all([finished.close(), bare.close()]));

describe('the facts', () => {
  it('are depended on under the names that they have', () => {
    const registry: Readonly<Record<string, object>> = facts;
    for (const { dependsOn } of Object.values(facts))
      for (const [name, declared] of Object.entries(dependsOn)) expect(registry[name], name).toBe(declared);
  });

  it.each(factNames)('%s: lists exactly the calls that the fact makes', async (name) => {
    const made = new Set((await Promise.all(places.map((place) => callsFor(name, place)))).flat());
    const may = new Set<string>(withDependencies([name]).flatMap((one) => facts[one].calls));
    expect([...made].filter((call) => !may.has(call))).toEqual([]);
    expect(facts[name].calls.filter((call) => !made.has(call))).toEqual([]);
  });

  it('contains no chain of more than five calls but that of the cleanup, which looks as a teardown does', () => {
    const chains = steps.map(
      (step) => [step.name, Math.max(...factsOf(step).map(longestCallChain))] as const,
    );
    expect(Object.fromEntries(chains)).toMatchObject({ cleanup: 16 });
    expect(Math.max(...chains.flatMap(([name, chain]) => (name === 'cleanup' ? [] : [chain])))).toBe(5);
    expect(chains.filter(([, chain]) => chain > 5).map(([name]) => name)).toEqual(['cleanup']);
    expect(factNames.filter((name) => longestCallChain(name) > 5)).toEqual(['leftovers']);
    expect(factNames.filter((name) => facts[name].growsWithAccount)).toEqual(['leftovers']);
  });
});
