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
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import {
  added,
  everything,
  labTag,
  makeBucket,
  makeConnection,
  makePipeline,
  makeRole,
  openTeardownSession,
  typesOf,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

/** A neighbor's resources: each resembles one of the lab's, and none belongs to the lab. */
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
      Tags: [labTag, { Key: 'seat', Value: '2' }],
    }),
  );
}

describe("a finished lab with a running execution, next to a neighbor's resources", () => {
  it('is deleted completely, proven to be gone, and nothing else is deleted', async () => {
    const lab = await built.open();
    const before = everything(lab);
    await decoys(lab);
    const neighborRecords = added(before, everything(lab));
    expect(neighborRecords.size).toBeGreaterThan(12);
    const session = openTeardownSession(lab.practice);
    await lab.push(3);
    const plan = await lab.until(async () => {
      const found = await readPlan(session.options);
      return found.toDelete[0]?.holds.approvals === 1 ? found : undefined;
    });
    expect(plansText([plan], plan.digest, { width: 80 })).toContain(
      '1 execution in flight is stopped, 1 pending approval is refused',
    );

    const result = await teardown(session.options);
    session.close();
    expect(result.plan?.toDelete.map(({ kind }) => kind)).toEqual([
      'pipeline',
      'deploy-bucket',
      'artifact-bucket',
      'connection',
      'role',
    ]);
    expect(result.done?.map(({ state }) => state)).toEqual(Array(5).fill('deleted'));
    expect([result.exit, result.verification?.verified, result.verification?.remaining]).toEqual([
      0,
      true,
      [],
    ]);
    expect(everything(lab)).toEqual(neighborRecords);
  });

  it('has a plan and a proof that fit 80 columns', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    session.close();
    const screen = { width: 80 };
    const text =
      (result.plan ? plansText([result.plan], result.plan.digest, screen) : '') +
      resultText(result, session.options.lab, screen);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const name of [lab.names.pipeline, lab.names.deployBucket, lab.names.role])
      expect(text.split(name).length).toBeGreaterThan(2);
    expect(text).toContain('Proven: nothing of the lab is left');
    expect(text).toContain('AWS Connector for GitHub');
  });

  it('has nothing to delete the second time, and the report lists what was searched', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    await teardown(session.options);
    const clean = everything(lab);
    const lines = readFileSync(session.options.journal, 'utf8');
    const second = await teardown({ ...session.options, confirm: '0000000000000000' });
    expect([second.state, second.exit]).toEqual(['nothing', 0]);
    expect(typesOf(second.plan?.absent ?? [])).toEqual([
      'artifact-bucket',
      'connection',
      'deploy-bucket',
      'pipeline',
      'policy',
      'policy',
      'role',
      'role',
    ]);
    expect(everything(lab)).toEqual(clean);
    expect(readFileSync(session.options.journal, 'utf8')).toBe(lines);
    session.close();
  });

  it('has each delete recorded in the journal before and after it', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    await teardown(session.options);
    const journal = openJournal(session.options.journal);
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
    session.close();
  });
});
