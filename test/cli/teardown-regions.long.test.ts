import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DeleteConnectionCommand, ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import { limitRegions, regionsBeside } from '../../checker/account/regions.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { artifactPrefix } from '../../checker/teardown/explanation.ts';
import { command } from '../../cli/commands/teardown.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { everything } from '../checker/teardown/teardown-session.ts';
import { buildLabInRegion } from '../kit/lab-in-region.ts';
import { digestIn, runCommand } from '../kit/run-command.ts';
import { userWith } from '../kit/user-with.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
const homes: string[] = [];
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(async () => {
  await built.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

const ireland = 'eu-west-1';
/** The regions that the other tests search. */
const usual = regionsBeside('us-east-1');

function commandFor(lab: LabAccount, more: Partial<Io> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lab-home-'));
  homes.push(home);
  return {
    home,
    journal: (region: string) => join(home, 'teardown', `practice-000000000000-${region}.jsonl`),
    run: (values: Values) => runCommand(command, values, { env: { ...lab.env, LAB_HOME: home }, ...more }),
  };
}

const everythingAllowed = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The command of a user with only this policy. */
async function commandAs(lab: LabAccount, statements: object[]) {
  const { accessKeyId, secretAccessKey } = await userWith(lab, 'limited', statements);
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return commandFor({ ...lab, env: { ...lab.env, ...keys } });
}

const remaining = (records: Map<string, string>, lab: LabAccount) =>
  [...records.keys()].filter((key) => everything(lab).has(key));

describe('a lab that was used in two regions', () => {
  // In eu-central-1, the name that the console proposes for the role is longer than IAM allows.
  it.each([ireland, 'eu-central-1'])(
    'is planned, confirmed and deleted as one, also in %s',
    async (second) => {
      limitRegions(['us-east-1', second]);
      onTestFinished(() => limitRegions(usual));
      const lab = await built.open();
      const ownRecords = everything(lab);
      await buildLabInRegion(lab, second);
      const { run, journal } = commandFor(lab);
      const { exit, text } = await run({});
      expect(exit).toBe(2);
      expect(text.match(/Digest of this plan/g)).toHaveLength(1);
      expect(text.match(/Nothing was deleted/g)).toHaveLength(1);
      expect(text).toContain(`--confirm ${digestIn(text)}`);
      expect(text.indexOf('\nus-east-1\n─────────\n')).toBeLessThan(
        text.indexOf(`\n${second}\n${'─'.repeat(second.length)}\n`),
      );
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(remaining(ownRecords, lab)).toHaveLength(ownRecords.size);
      const done = await run({ confirm: digestIn(text) });
      expect([done.exit, everything(lab).size]).toEqual([0, 0]);
      for (const region of ['us-east-1', second]) {
        expect(done.text).toContain(`Proven: nothing of the lab is left in this account in ${region}.`);
        expect(readFileSync(journal(region), 'utf8')).toContain('"proved"');
      }
      expect(done.text.match(/What a teardown leaves to you/g)).toHaveLength(1);
      // Both regions are scanned again, because the journals name them.
      const again = await run({});
      expect([again.exit, again.text.match(/Nothing to delete in/g)]).toEqual([
        0,
        ['Nothing to delete in', 'Nothing to delete in'],
      ]);
    },
  );

  it('is found without its buckets: by its pipeline, by its role, and at last by its record', async () => {
    const lab = await built.open();
    await buildLabInRegion(lab, ireland);
    const { s3, pipelines, connections, destroy } = clientsOf(lab.practice, ireland);
    const names = namesOf({ region: ireland, branch: 'main' }, lab.practice.accountId);
    for (const Bucket of [names.deployBucket, names.artifactBucket]) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await s3.send(new DeleteBucketCommand({ Bucket }));
    }
    // A home of its own each time: a plan is written down, and its file shows the region from then on.
    const isListed = async () =>
      (await commandFor(lab).run({ 'dry-run': true })).text.includes('\neu-west-1\n');
    expect(await isListed()).toBe(true);
    await pipelines.send(new DeletePipelineCommand({ name: names.pipeline }));
    const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
    for (const { ConnectionArn } of Connections)
      await connections.send(new DeleteConnectionCommand({ ConnectionArn }));
    expect(await isListed()).toBe(true);
    await lab.clients.iam.send(new DeleteRoleCommand({ RoleName: names.role }));
    expect(await isListed()).toBe(false);
    destroy();
    const { run, home } = commandFor(lab);
    mkdirSync(join(home, 'records'));
    writeFileSync(join(home, 'records', `practice-000000000000-${ireland}.json`), '{}');
    const { text } = await run({ 'dry-run': true });
    expect(text).toContain('\neu-west-1\n');
    const done = await run({ confirm: digestIn(text) });
    expect([done.exit, everything(lab).size]).toEqual([0, 0]);
  });

  it('with --region is deleted in that region only', async () => {
    const lab = await built.open();
    const ownRecords = everything(lab);
    const second = await buildLabInRegion(lab, ireland);
    const { run } = commandFor(lab);
    const { text } = await run({ region: ireland });
    // What has its names in the other region is only named, each thing once.
    const [plan = '', elsewhere = ''] = text.split(
      "The lab's names in regions that this teardown does not include:",
    );
    expect(plan).not.toContain('us-east-1');
    expect(elsewhere.split('\n\n')[1]?.split('\n')).toEqual([
      `  pipeline ${lab.names.pipeline} in us-east-1`,
      `  connection ${lab.names.connection} in us-east-1`,
      `  deploy bucket ${lab.names.deployBucket} in us-east-1`,
      `  artifact bucket ${lab.names.artifactBucket} in us-east-1`,
      `  role ${lab.names.role} in us-east-1`,
      '       npx lab teardown --region us-east-1',
    ]);
    expect(text).toContain(`\n    npx lab teardown --region ${ireland} --confirm ${digestIn(text)}\n`);
    const { exit } = await run({ region: ireland, confirm: digestIn(text) });
    expect([exit, remaining(second, lab)]).toEqual([0, []]);
    expect(everything(lab)).toEqual(ownRecords);
  });

  it("is not touched by a similar name alone, and neither is a neighbor's lab", async () => {
    const lab = await built.open();
    const { s3, destroy } = clientsOf(lab.practice, ireland);
    const names = namesOf({ region: ireland, branch: 'main', seat: 'anna' }, lab.practice.accountId);
    await s3.send(
      new CreateBucketCommand({
        Bucket: names.deployBucket,
        CreateBucketConfiguration: { LocationConstraint: ireland },
      }),
    );
    destroy();
    const { text } = await commandFor(lab).run({});
    expect(text).not.toContain(ireland);
  });

  it('stops if one region has changed, and reports which and how', async () => {
    const lab = await built.open();
    await buildLabInRegion(lab, ireland);
    const { run } = commandFor(lab);
    const digest = digestIn((await run({ 'dry-run': true })).text);
    const there = { ...lab, clients: clientsOf(lab.practice, ireland) };
    const { artifactBucket } = namesOf({ region: ireland, branch: 'main' }, lab.practice.accountId);
    const Key = `${artifactPrefix(lab.names.pipeline)}SourceArti/later`;
    await there.clients.s3.send(new PutObjectCommand({ Bucket: artifactBucket, Key, Body: 'new' }));
    there.clients.destroy();
    const before = everything(lab);
    const { exit, text } = await run({ confirm: digest });
    expect([exit, everything(lab)]).toEqual([1, before]);
    expect(text.replace(/\s+/g, ' ')).toContain(`${artifactBucket} held 1 entries, and holds 2 now`);
    expect(text.match(/would go|held/g)).toHaveLength(1);
    expect(text.match(/To see the plan as it is now/g)).toHaveLength(1);
    const unheardOf = await run({ confirm: '0123456789abcdef' });
    expect([unheardOf.exit, everything(lab)]).toEqual([1, before]);
    expect(unheardOf.text).toContain('no plan with the digest 0123456789abcdef is written down here');
  });

  it('that is denied in one region is deleted in the other, and exits with 3', async () => {
    const lab = await built.open();
    const ownRecords = everything(lab);
    const second = await buildLabInRegion(lab, ireland);
    const denied = {
      Effect: 'Deny',
      Action: ['codepipeline:GetPipeline', 'codepipeline:ListPipelines'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    };
    const { run } = await commandAs(lab, [everythingAllowed, denied]);
    const { text } = await run({ 'dry-run': true });
    const { exit, text: done } = await run({ confirm: digestIn(text) });
    expect(exit).toBe(3);
    expect(done).toContain('codepipeline:');
    expect(done).toContain(`Proven: nothing of the lab is left in this account in ${ireland}.`);
    expect(remaining(second, lab)).toEqual([]);
    const kept = remaining(ownRecords, lab).filter((key) => key.startsWith('codepipeline/pipelines'));
    expect(kept).toHaveLength(1);
  });

  it('is unknown in other regions while the buckets cannot be listed: exits with 3, in text and in JSON', async () => {
    const lab = await built.open();
    const denied = { Effect: 'Deny', Action: 's3:ListAllMyBuckets', Resource: '*' };
    const { run } = await commandAs(lab, [everythingAllowed, denied]);
    const { exit, text } = await run({ 'dry-run': true });
    expect(exit).toBe(3);
    expect(text).toContain('Whether the lab was used in other regions could not be read:');
    expect(text).toContain('s3:ListAllMyBuckets');
    const document = JSON.parse((await run({ 'dry-run': true, reporter: 'json' })).text);
    expect(document).toMatchObject({
      exit: 3,
      otherRegionsUnknown: { actions: ['s3:ListAllMyBuckets'], cause: 'denied' },
    });
  });

  it("is one JSON document: its own region's, which contains the others", async () => {
    const lab = await built.open();
    await buildLabInRegion(lab, ireland);
    const { run } = commandFor(lab);
    const first = JSON.parse((await run({ reporter: 'json' })).text);
    expect(first).toMatchObject({
      target: { region: 'us-east-1' },
      state: 'unconfirmed',
      exit: 2,
      otherRegions: [{ target: { region: ireland }, state: 'unconfirmed' }],
    });
    const last = JSON.parse((await run({ reporter: 'json', confirm: first.digest })).text);
    expect(last).toMatchObject({
      exit: 0,
      proof: { proved: true },
      otherRegions: [{ proof: { proved: true } }],
    });
    expect(everything(lab).size).toBe(0);
  });

  it('that is stopped in the first region is resumed in both', async () => {
    const lab = await built.open();
    await buildLabInRegion(lab, ireland);
    const stop = new AbortController();
    const { run, journal } = commandFor(lab, { signal: stop.signal });
    const { text } = await run({ 'dry-run': true });
    const stopped = run({ confirm: digestIn(text) });
    await lab.until(async () =>
      /"event":"deleted"/.test(readFileSync(journal('us-east-1'), 'utf8')) ? true : undefined,
    );
    stop.abort();
    expect((await stopped).exit).toBe(130);
    expect(existsSync(journal(ireland))).toBe(true);
    expect(everything(lab).size).toBeGreaterThan(0);
    const after = commandFor(lab, { env: { ...lab.env, LAB_HOME: journal('x').split('/teardown/')[0] } });
    const resumed = await after.run({ resume: true });
    expect([resumed.exit, everything(lab).size]).toEqual([0, 0]);
  });
});
