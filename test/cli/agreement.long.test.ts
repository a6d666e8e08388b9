import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type BucketLocationConstraint, CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defined } from '../../base/defined.ts';
import { examine } from '../../checker/doctor/doctor.ts';
import { consoleName } from '../../checker/lab/lab.ts';
import { findStep } from '../../checker/steps/index.ts';
import { artifactPrefix } from '../../checker/teardown/explanation.ts';
import { command as next } from '../../cli/commands/next.ts';
import { command as teardown } from '../../cli/commands/teardown.ts';
import type { Command } from '../../cli/framework/command.ts';
import { openAccount } from '../../lab-home/account.ts';
import { readRecord } from '../../lab-home/records.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import type { Values } from '../../terminal/command.ts';
import {
  labConnection,
  labTag,
  makeBucket,
  makePipeline,
  makeRole,
} from '../checker/teardown/teardown-session.ts';
import { buildLabInRegion } from '../kit/lab-in-region.ts';
import { runCommand } from '../kit/run-command.ts';
import { userWith } from '../kit/user-with.ts';

type Built = Awaited<ReturnType<typeof finishedLab>>;
let built: Record<'repository' | 'bucket' | 'redeploy', Built>;
beforeAll(async () => {
  const [repository, bucket, redeploy] = await Promise.all([
    finishedLab('repository'),
    finishedLab('bucket'),
    finishedLab('redeploy'),
  ]);
  built = { repository, bucket, redeploy };
}, 120_000);
afterAll(() => Promise.all(Object.values(built).map((each) => each.close())));

const ireland = 'eu-west-1';

async function deleteRole({ clients: { iam }, names }: LabAccount): Promise<void> {
  await iam.send(new DeleteRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy }));
  await iam.send(new DeleteRoleCommand({ RoleName: names.role }));
}

const deletePipeline = ({ clients: { pipelines }, names }: LabAccount) =>
  pipelines.send(new DeletePipelineCommand({ name: names.pipeline }));

/** What the console makes in place of the lab's own: its shared bucket, a role and a policy of that role. */
async function addConsoleResources(lab: LabAccount): Promise<void> {
  const { s3, iam } = lab.clients;
  const Bucket = 'codepipeline-us-east-1-424242424242';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: `${artifactPrefix(lab.names.pipeline)}SourceArti/0AbCdEf`,
      Body: zipSync({ 'index.html': new TextEncoder().encode('hello') }),
    }),
  );
  const name = consoleName('us-east-1', lab.names.pipeline);
  await makeRole(lab, name, [labTag]);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: name,
      Path: '/service-role/',
      PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }));
}

interface State {
  from?: keyof typeof built;
  change?: (lab: LabAccount) => Promise<unknown>;
  /** Statements that deny something to the user who looks. */
  denied?: object;
}

const states: Record<string, State> = {
  fresh: { from: 'repository' },
  begun: { from: 'bucket' },
  finished: {},
  'half deleted by hand': {
    change: async (lab) => {
      await deletePipeline(lab);
      await deleteRole(lab);
    },
  },
  'made in the console, its pipeline deleted by hand': {
    change: async (lab) => {
      await addConsoleResources(lab);
      await deletePipeline(lab);
    },
  },
  'a tagged bucket with a typo': {
    change: (lab) => makeBucket(lab, `${lab.names.deployBucket}2`, [labTag]),
  },
  'a lab in another region': { change: (lab) => buildLabInRegion(lab, ireland) },
  'a bucket that a neighbor uses': {
    change: async (lab) =>
      makePipeline(lab, {
        name: 'neighbor',
        roleArn: await makeRole(lab, 'neighbor-role'),
        connectionArn: await labConnection(lab),
        artifactBucket: 'neighbor-artifacts',
        deployBucket: lab.names.deployBucket,
      }),
  },
  'objects that nobody deployed': {
    change: (lab) =>
      lab.clients.s3.send(
        new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'notes.txt', Body: 'mine' }),
      ),
  },
  'pipelines that may not be listed': {
    denied: { Effect: 'Deny', Action: 'codepipeline:ListPipelines', Resource: '*' },
  },
  'a bucket of the same name in another region, which the user does not count as the lab’s': {
    from: 'repository',
    change: async (lab) => {
      const { s3, destroy } = clientsOf(lab.practice, ireland);
      await s3.send(
        new CreateBucketCommand({
          Bucket: lab.names.deployBucket.replace('us-east-1', ireland),
          CreateBucketConfiguration: { LocationConstraint: ireland as BucketLocationConstraint },
        }),
      );
      destroy();
    },
  },
};

/** The check of step 9 that reports each kind of resource. */
const checkOf: Record<string, string> = {
  pipeline: 'cleanup.pipeline',
  'deploy-bucket': 'cleanup.bucket',
  artifacts: 'cleanup.artifacts',
  'artifact-bucket': 'cleanup.artifacts',
  connection: 'cleanup.connection',
  role: 'cleanup.role',
  policy: 'cleanup.policy',
};

interface Named {
  kind: string;
  name: string;
  region?: string;
}

interface PlanDocument {
  digest: string | null;
  delete: Named[];
  kept: (Named & { undecided: boolean })[];
  elsewhere: Named[];
  unknown: Named[];
}

interface NextDocument {
  live: { things: Named[] };
  alsoInTheAccount: { check: string; found: string }[];
  notRead: { found: string }[];
}

const namesIn = (found: string) =>
  [...found.matchAll(/(?:^|; )(\S+) (?:is still there|may be the lab's: )/g)].map(([, name = '']) => name);
const elsewhereIn = (found: string) =>
  [...found.matchAll(/(\S+) \(([a-z]+-[a-z]+-\d)\)/g)].map(([, name, region]) => `${name} ${region}`);

/** Everything that looks at one account, with one home. */
function lookingAt(env: Record<string, string>) {
  const run = (command: Command, values: Values) => runCommand(command, values, { env });
  return {
    teardown: (values: Values) => run(teardown, values),
    async plan(values: Values): Promise<PlanDocument> {
      return JSON.parse((await run(teardown, { ...values, 'dry-run': true, reporter: 'json' })).text);
    },
    async next(): Promise<NextDocument> {
      return JSON.parse((await run(next, { reporter: 'json' })).text);
    },
    async step9() {
      const step = findStep('cleanup');
      const { run: checked } = await runCheck({ values: {}, steps: step === undefined ? [] : [step], env });
      return checked.steps[0]?.findings ?? [];
    },
    /** The doctor two days later: by then, no run counts as under way. */
    async doctor() {
      const { lab, clients, regions, target } = await openAccount({}, env);
      try {
        const { sections } = await examine({
          lab,
          clients,
          regions,
          now: Date.now() + 2 * 24 * 3600 * 1000,
          record: (accountId) => readRecord(env, { target: target.kind, accountId, region: lab.region }),
        });
        const findings = sections.find(({ name }) => name === 'earlier')?.findings ?? [];
        const of = (id: string) => findings.find(({ check }) => check === `doctor.earlier.${id}`);
        return { here: of('here'), elsewhere: of('elsewhere') };
      } finally {
        clients.destroy();
      }
    },
  };
}

type Looking = ReturnType<typeof lookingAt>;

async function open({ from = 'redeploy', change, denied }: State): Promise<Looking> {
  const lab = await built[from].open();
  await change?.(lab);
  const env = { ...lab.env, LAB_HOME: mkdtempSync(join(tmpdir(), 'lab-home-')) };
  if (denied === undefined) return lookingAt(env);
  const { accessKeyId, secretAccessKey } = await userWith(lab, 'limited', [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    denied,
  ]);
  return lookingAt({ ...env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
}

const sorted = (list: Iterable<string>) => [...new Set(list)].sort();

/** Does what the fix of a finding says, and for what may be the lab's says that it is not. */
async function follow({ teardown: type, plan }: Looking, fix: string): Promise<void> {
  const region = /--region (\S+)/.exec(fix)?.[1];
  if (fix === 'npx lab teardown --resume') {
    const resumed = await type({ resume: true });
    const confirm = /--confirm ([0-9a-f]{16})/.exec(resumed.text)?.[1];
    if (confirm !== undefined) await type({ resume: true, confirm });
    return;
  }
  const arn = /^npx lab teardown --adopt (\S+) \(if it is not the lab's: --not-mine/.exec(fix)?.[1];
  const values = defined({ region });
  if (arn !== undefined) {
    expect((await type({ 'not-mine': arn })).exit).toBe(0);
    return;
  }
  expect(fix).toMatch(/^npm run teardown(?: -- --region \S+)?$/);
  const { digest } = await plan(values);
  if (digest !== null) {
    await type({ ...values, confirm: digest });
    return;
  }
  // Nothing to delete: the plan says how to decide.
  const { text } = await type({ ...values, 'dry-run': true });
  const notMine = /^ +npx lab teardown --region (\S+) --not-mine (\S+)$/m.exec(text);
  expect(notMine, text).not.toBeNull();
  expect((await type({ region: notMine?.[1], 'not-mine': notMine?.[2] })).exit).toBe(0);
}

describe.each(Object.entries(states))('an account with: %s', (name, state) => {
  it('is the same to the teardown, step 9, the doctor and lab next', async () => {
    const looking = await open(state);
    const plan = await looking.plan({ region: 'us-east-1' });
    const left = [...plan.delete, ...plan.kept.filter(({ undecided }) => undecided)];
    const leftNames = sorted(left.map((one) => one.name));
    const elsewhere = sorted(plan.elsewhere.map((one) => `${one.name} ${one.region}`));

    const findings = await looking.step9();
    const failed = findings.filter(
      ({ verdict, check }) => verdict === 'fail' && check !== 'cleanup.elsewhere',
    );
    expect(
      sorted(failed.flatMap(({ check, found }) => namesIn(found).map((each) => `${check} ${each}`))),
    ).toEqual(sorted(left.map((one) => `${checkOf[one.kind]} ${one.name}`)));
    const unknown = plan.unknown
      .map(({ kind }) => checkOf[kind] ?? kind)
      .filter((check) => !failed.some((one) => one.check === check));
    expect(sorted(findings.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check))).toEqual(
      sorted(unknown),
    );
    const other = findings.find(({ check }) => check === 'cleanup.elsewhere');
    expect(sorted(elsewhereIn(other?.verdict === 'fail' ? other.found : ''))).toEqual(elsewhere);

    const doctor = await looking.doctor();
    expect(doctor.here?.verdict).toBe(left.length > 0 ? 'waiting' : unknown.length > 0 ? 'unknown' : 'pass');
    const [named = ''] = doctor.here?.found.split(': the oldest is') ?? [];
    if (left.length > 0)
      expect(sorted(named.split(/, | and /).map((one) => one.split(' ').at(-1) ?? ''))).toEqual(leftNames);
    expect(
      sorted(elsewhereIn(doctor.elsewhere?.verdict === 'waiting' ? doctor.elsewhere.found : '')),
    ).toEqual(elsewhere);

    const { live, alsoInTheAccount, notRead } = await looking.next();
    // What a neighbor uses is live, too, and stays.
    const stays = plan.kept.filter(({ undecided }) => !undecided).map((one) => one.name);
    // What could not be read may well be seen to be there.
    const untold = plan.unknown.map((one) => one.name);
    const nextNames = [
      ...live.things.map((one) => one.name),
      ...alsoInTheAccount
        .filter(({ check }) => check !== 'cleanup.elsewhere')
        .flatMap(({ found }) => namesIn(found)),
    ].filter((each) => !stays.includes(each) && !untold.includes(each));
    expect(sorted(nextNames)).toEqual(leftNames);
    expect(
      sorted(
        alsoInTheAccount.flatMap(({ check, found }) =>
          check === 'cleanup.elsewhere' ? elsewhereIn(found) : [],
        ),
      ),
    ).toEqual(elsewhere);
    expect(notRead.length > 0).toBe(unknown.length > 0);
    // The states are what they are called.
    if (name === 'fresh') expect([leftNames, elsewhere]).toEqual([[], []]);
    else expect([...leftNames, ...elsewhere, ...unknown]).not.toEqual([]);
  });

  it('changes with what step 9 says to do, until nothing is left to do', async () => {
    const looking = await open(state);
    const said = new Set<string>();
    for (;;) {
      const finding = (await looking.step9()).find(({ verdict }) => verdict === 'fail');
      if (finding === undefined) break;
      const text = `${finding.found} → ${finding.fix}`;
      expect([...said]).not.toContain(text);
      said.add(text);
      await follow(looking, finding.fix);
    }
    const verdicts = sorted((await looking.step9()).map(({ verdict }) => verdict));
    if (state.denied === undefined) expect(verdicts).not.toContain('unknown');
    else expect(verdicts).toContain('unknown');
    expect(said.size > 0).toBe(name !== 'fresh');
    // What stays is mentioned by all of them.
    const { kept } = await looking.plan({ region: 'us-east-1' });
    const found = (await looking.step9()).map((finding) => finding.found).join();
    const { here } = await looking.doctor();
    if (here?.verdict !== 'unknown')
      for (const each of kept)
        for (const text of [found, here?.found]) expect(text).toContain(`${each.name} stays: `);
  });
});
