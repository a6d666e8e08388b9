import { readFileSync } from 'node:fs';
import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openJournal,
  plansText,
  plan as readPlan,
  recordOf,
  resultText,
  teardown,
} from '../../../checker/teardown/index.ts';
import { finishedLab, type LabAccount, policyDocument } from '../../../scenarios/finished-lab.ts';
import {
  added,
  everything,
  kindsOf,
  labTag,
  makeBucket,
  makeConnection,
  makePipeline,
  makeRole,
  sweeper,
} from './support.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

/** A neighbour's things: each a little like the lab's, none of it the lab's. */
async function decoys(lab: LabAccount): Promise<void> {
  const { names } = lab;
  await makeBucket(lab, `${names.deployBucket}-10`, [labTag, { Key: 'seat', Value: '10' }]);
  await makeBucket(lab, `${names.artifactBucket}0`);
  await makeBucket(lab, 'codepipeline-us-east-1-123456789');
  const roleArn = await makeRole(lab, `${names.role}-2`, [labTag, { Key: 'seat', Value: '2' }]);
  await makeRole(lab, names.role.slice(0, -1), []);
  const connectionArn = await makeConnection(lab, `${names.connection}2`, [labTag]);
  await makeConnection(lab, names.connection.toUpperCase());
  await makePipeline(lab, {
    name: `${names.pipeline}-2`,
    roleArn,
    connectionArn,
    artifactBucket: 'codepipeline-us-east-1-123456789',
    deployBucket: `${names.deployBucket}-10`,
  });
  await lab.clients.iam.send(
    new CreatePolicyCommand({
      PolicyName: `${names.policy}-2`,
      PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]),
      Tags: [labTag],
    }),
  );
}

describe('a finished lab with an execution in flight, among a neighbour’s things', () => {
  it('goes whole, is proven to be gone, and takes nothing else with it', async () => {
    const lab = await built.open();
    const before = everything(lab);
    await decoys(lab);
    const neighbours = added(before, everything(lab));
    expect(neighbours.size).toBeGreaterThan(12);
    const sweep = sweeper(lab.practice);
    await lab.push(3);
    const plan = await lab.until(async () => {
      const found = await readPlan(sweep.options);
      return found.go[0]?.holds.approvals === 1 ? found : undefined;
    });
    expect(plansText([plan], plan.digest, { width: 80 })).toContain(
      '1 execution in flight is stopped, 1 pending approval is refused',
    );

    const result = await teardown(sweep.options);
    sweep.close();
    expect(result.plan?.go.map(({ kind }) => kind)).toEqual([
      'pipeline',
      'deploy-bucket',
      'artifact-bucket',
      'connection',
      'role',
    ]);
    expect(result.done?.map(({ state }) => state)).toEqual(Array(5).fill('deleted'));
    expect([result.exit, result.proof?.proved, result.proof?.remaining]).toEqual([0, true, []]);
    expect(everything(lab)).toEqual(neighbours);
  });

  it('prints a plan and a proof that fit 80 columns', async () => {
    const lab = await built.open();
    const sweep = sweeper(lab.practice);
    const result = await teardown(sweep.options);
    sweep.close();
    const screen = { width: 80 };
    const text =
      (result.plan ? plansText([result.plan], result.plan.digest, screen) : '') +
      resultText(result, sweep.options.lab, screen);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const name of [lab.names.pipeline, lab.names.deployBucket, lab.names.role])
      expect(text.split(name).length).toBeGreaterThan(2);
    expect(text).toContain('Proven: nothing of the lab is left');
    expect(text).toContain('AWS Connector for GitHub');
  });

  it('has nothing to do the second time, and says what it looked at', async () => {
    const lab = await built.open();
    const sweep = sweeper(lab.practice);
    await teardown(sweep.options);
    const clean = everything(lab);
    const lines = readFileSync(sweep.options.journal, 'utf8');
    const second = await teardown({ ...sweep.options, confirm: '0000000000000000' });
    expect([second.state, second.exit]).toEqual(['nothing', 0]);
    expect(kindsOf(second.plan?.absent ?? [])).toEqual([
      'artifact-bucket',
      'connection',
      'deploy-bucket',
      'pipeline',
      'policy',
      'policy',
      'role',
    ]);
    expect(everything(lab)).toEqual(clean);
    expect(readFileSync(sweep.options.journal, 'utf8')).toBe(lines);
    sweep.close();
  });

  it('writes everything down before the first delete and after each one', async () => {
    const lab = await built.open();
    const sweep = sweeper(lab.practice);
    await teardown(sweep.options);
    const journal = openJournal(sweep.options.journal);
    const events = journal.read().map(({ event }) => event);
    expect(events.slice(0, 4)).toEqual(['planned', 'confirmed', 'deleting', 'deleted']);
    expect(events.filter((event) => event === 'deleted')).toHaveLength(5);
    expect(events.at(-1)).toBe('proved');
    expect(recordOf(journal)).toMatchObject({
      pipeline: lab.names.pipeline,
      bucket: lab.names.deployBucket,
      artifactBucket: lab.names.artifactBucket,
      roleName: lab.names.role,
    });
    sweep.close();
  });
});
