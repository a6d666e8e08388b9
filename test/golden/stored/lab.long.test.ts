import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListConnectionsCommand } from '../../../checker/account/connections-client.ts';
import { namesOf } from '../../../checker/lab/lab.ts';
import {
  journalView,
  openJournal,
  plannedResources,
  recordOf,
  unfinishedTeardown,
} from '../../../checker/teardown/journal.ts';
import { command as check } from '../../../cli/commands/check.ts';
import { command as teardown } from '../../../cli/commands/teardown.ts';
import { readRecord } from '../../../lab-home/records.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { allRecords } from '../../kit/class-lab.ts';
import { run } from './command.ts';
import {
  copyOfState,
  copyOfStateMadeNow,
  emptyFolder,
  fixture,
  journalMadeNow,
  placed,
  sets,
  writeFixture,
  writeStateFixture,
} from './fixture.ts';
import { normalized, normalizedEvidence, normalizedJournal, normalizedRows, rowsOf } from './normalize.ts';
import { accountId, deletePipeline, type SelfPaced, selfPaced, variables } from './self-paced.ts';

const lab = `practice-${accountId}-us-east-1`;
const key = { target: 'practice', accountId, region: 'us-east-1' };
const names = namesOf({ region: 'us-east-1', branch: 'main' }, accountId);

let now: SelfPaced;
beforeAll(async () => {
  now = await selfPaced();
  writeStateFixture('practice', now.state);
  writeFixture('evidence.json.txt', now.evidence);
  writeFixture('record.json.txt', now.record);
  writeFixture('teardown.jsonl', now.journal);
  writeFixture('teardown-torn.jsonl', now.torn);
}, 60_000);
afterAll(() => now.remove());

async function withAccount(state: string, work: (practice: Practice) => Promise<void>): Promise<void> {
  const practice = await startPractice({ port: 0, stateDir: state });
  try {
    await work(practice);
  } finally {
    await practice.close();
  }
}

describe('the code writes files in the form of the fixtures', () => {
  it('a record', () => {
    expect(normalized(JSON.parse(now.record))).toEqual(normalized(JSON.parse(fixture('record.json.txt'))));
    // An indent of two spaces, and a line break at the end.
    expect(now.record).toBe(`${JSON.stringify(JSON.parse(now.record), null, 2)}\n`);
  });

  it('evidence', () => {
    expect(normalizedEvidence(now.evidence)).toEqual(normalizedEvidence(fixture('evidence.json.txt')));
    expect(Object.keys(JSON.parse(now.evidence))).toEqual(
      Object.keys(JSON.parse(fixture('evidence.json.txt'))),
    );
  });

  it('the journal of a teardown', () => {
    expect(normalizedJournal(now.journal)).toEqual(normalizedJournal(fixture('teardown.jsonl')));
  });

  it("the practice account's log, with the same records in the same tables", () => {
    const log = readFileSync(join(now.state, 'log.jsonl'), 'utf8');
    expect(normalizedRows(log)).toEqual(normalizedRows(fixture('practice/log.jsonl')));
  });
});

describe.each(sets)('the code reads the files of the set %s', (set) => {
  const journal = (text: string) => openJournal(join(placed({ 'teardown.jsonl': text }), 'teardown.jsonl'));

  it('record: is what a check and a teardown use', () => {
    const home = placed({ [`records/${lab}.json`]: fixture('record.json.txt', set) });
    expect(readRecord({ LAB_HOME: home }, key)).toEqual({
      bucket: names.deployBucket,
      pipeline: names.pipeline,
      artifactBucket: names.artifactBucket,
      roleName: names.role,
      connectionArn: expect.stringMatching(
        /^arn:aws:codeconnections:us-east-1:000000000000:connection\/[0-9a-f-]{36}$/,
      ),
    });
  });

  it('record: a truncated file is rejected and stays', () => {
    const torn = fixture('record.json.txt', set).slice(0, 200);
    const home = placed({ [`records/${lab}.json`]: torn });
    expect(() => readRecord({ LAB_HOME: home }, key)).toThrow(/us-east-1\.json is not JSON/);
    expect(readFileSync(join(home, 'records', `${lab}.json`), 'utf8')).toBe(torn);
  });

  it('evidence: has the same verdicts without an account', async () => {
    const file = join(placed({ 'evidence.json': fixture('evidence.json.txt', set) }), 'evidence.json');
    const { exit, stdout } = await run(check, ['--from', file, '--reporter', 'json'], {});
    const { verdict, steps, target, evidence } = JSON.parse(stdout) as Record<string, unknown>;
    expect([exit, verdict]).toEqual([0, 'pass']);
    expect((steps as { id: string; verdict: string }[]).map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((step) => `step-${step} pass`),
    );
    expect(normalized([target, evidence])).toEqual([
      { kind: 'practice', account: accountId, region: 'us-east-1', endpoint: 'http://127.0.0.1:<port>' },
      { time: '<time>', kitVersion: '<kitVersion>' },
    ]);
  });

  it('journal of a teardown: contains the plan and whether it ended', () => {
    const whole = journal(fixture('teardown.jsonl', set));
    // The view adds when a resource was confirmed.
    const resources = journalView(whole.read()).confirmed.map(({ at: _, ...resource }) => resource);
    expect(resources.map(({ kind, name }) => [kind, name])).toEqual([
      ['pipeline', names.pipeline],
      ['deploy-bucket', names.deployBucket],
      ['artifact-bucket', names.artifactBucket],
      ['connection', names.connection],
      ['role', names.role],
    ]);
    expect(unfinishedTeardown(whole)).toBeUndefined();
    const [digest = ''] = whole.read().flatMap((entry) => ('digest' in entry ? [entry.digest] : []));
    expect(plannedResources(whole, digest)).toEqual(resources);
    const { journal: view, ...known } = recordOf(whole) ?? {};
    expect(view).toEqual(journalView(whole.read()));
    expect(Object.keys(known)).toEqual(['bucket', 'pipeline', 'artifactBucket', 'connectionArn', 'roleName']);
    expect(unfinishedTeardown(journal(fixture('teardown-torn.jsonl', set)))?.resources).toEqual(resources);
  });

  it('journal of a teardown that a kill truncated: --resume continues to the end', async () => {
    const home = placed({ [`teardown/${lab}.jsonl`]: journalMadeNow('teardown-torn.jsonl', set) });
    await withAccount(copyOfState('practice', set), async (practice) => {
      // As far as the teardown had come.
      await deletePipeline(practice, names.pipeline);
      const env = variables(practice.exports, home);
      const alone = await run(teardown, [], env);
      expect(alone.exit, alone.stdout).toBe(2);
      const { exit, stdout } = await run(teardown, ['--resume'], env);
      expect([exit, stdout], stdout).toEqual([0, expect.stringContaining('Proven')]);
      const left = [...allRecords(practice).keys()].filter((row) =>
        /^(s3|codepipeline|codeconnections\/conn|iam\/roles)/.test(row),
      );
      expect(left).toEqual([]);
    });
  });

  it('practice account: contains everything', async () => {
    await withAccount(copyOfStateMadeNow('practice', set), async (practice) => {
      const clients = clientsOf(practice);
      const { s3, iam, pipelines, connections } = clients;
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: names.role }));
      expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain(
        'codepipeline.amazonaws.com',
      );
      const { PolicyDocument = '' } = await iam.send(
        new GetRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy }),
      );
      expect(decodeURIComponent(PolicyDocument)).toContain('codeconnections:UseConnection');
      for (const Bucket of [names.deployBucket, names.artifactBucket]) {
        const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
        expect([Bucket, Versions?.length]).toEqual([Bucket, 2]);
      }
      const page = await s3.send(new GetObjectCommand({ Bucket: names.deployBucket, Key: 'index.html' }));
      expect(await page.Body?.transformToString()).toContain('Version 2');
      const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
      expect(
        Connections.map(({ ConnectionName, ConnectionStatus }) => [ConnectionName, ConnectionStatus]),
      ).toEqual([[names.connection, 'AVAILABLE']]);
      const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: names.pipeline }));
      expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Approve', 'Deploy']);
      const { pipelineExecutionSummaries = [] } = await pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName: names.pipeline }),
      );
      expect(pipelineExecutionSummaries.map(({ status, trigger }) => [status, trigger?.triggerType])).toEqual(
        [
          ['Succeeded', 'WebhookV2'],
          ['Succeeded', 'CreatePipeline'],
        ],
      );
      clients.destroy();
      // The repository too: all eight steps pass.
      const { exit, stdout } = await run(check, ['--all'], variables(practice.exports, emptyFolder()));
      expect([exit, stdout], stdout).toEqual([0, expect.any(String)]);
    });
  });

  it('practice account: rewrites its log with the same records when it starts', async () => {
    const state = copyOfState('practice', set);
    const log = join(state, 'log.jsonl');
    const before = rowsOf(readFileSync(log, 'utf8'));
    await withAccount(state, async () => {
      const lines = readFileSync(log, 'utf8').trim().split('\n');
      expect(lines.length).toBeLessThanOrEqual(before.size + 1);
      expect(rowsOf(readFileSync(log, 'utf8'))).toEqual(before);
    });
    // A process that ends in the middle of a line loses only that line.
    writeFileSync(log, '{"c":"iam/roles","k":"000000000000/to', { flag: 'a' });
    await withAccount(state, async () => expect(rowsOf(readFileSync(log, 'utf8'))).toEqual(before));
  });
});
