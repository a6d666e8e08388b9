import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { ListConnectionsCommand } from '@aws-sdk/client-codestar-connections';
import { PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, it } from 'vitest';
import { startPractice } from '../../../practice/start.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { createSeatResources } from '../../kit/class-lab.ts';
import { buildLabInRegion } from '../../kit/lab-in-region.ts';
import { userWith } from '../../kit/user-with.ts';
import { golden } from './golden.ts';
import { recordAccount, recordedAccount } from './recorded-account.ts';
import { shown, typed } from './typed.ts';

type Env = Record<string, string>;

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** A separate environment for each run, so that no run remembers an earlier one. */
function envOf(endpoint: string, keys: Env = {}): Env {
  const home = mkdtempSync(join(tmpdir(), 'golden-digest-'));
  homes.push(home);
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    LAB_HOME: home,
    LAB_TARGET: 'endpoint',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    LAB_REPOSITORY: 'octocat/codepipeline-s3-lab',
    AWS_ACCESS_KEY_ID: 'AKIAGOLDENFIXTURE000',
    AWS_SECRET_ACCESS_KEY: 'no-secret',
    ...keys,
  };
}

/** Two seats of a class in one account, and a third one that never started. */
function rosterIn(env: Env): string {
  const file = join(env.HOME ?? '', 'class.yaml');
  writeFileSync(file, 'class: spring\nregion: us-east-1\nseats:\n  - id: s1\n  - id: s10\n  - id: away\n');
  return file;
}

const ofClass = (env: Env, ...flags: string[]) => ['class', 'teardown', rosterIn(env), '--dry-run', ...flags];

const dryRun = ['teardown', '--dry-run', '--reporter', 'json'];

/** Changes a finished lab before it is recorded. Resolves to the keys that it is read with. */
const states: Record<string, (lab: LabAccount) => Promise<Env>> = {
  finished: async (lab) => lab.env,

  /** Another pipeline uses the role and the artifact bucket, and the deploy bucket contains a foreign file. */
  async shared(lab) {
    const { names, clients, practice } = lab;
    const roleArn = `arn:aws:iam::${practice.accountId}:role/${names.role}`;
    const { Connections = [] } = await clients.connections.send(new ListConnectionsCommand({}));
    const declared = definition(names, roleArn, Connections[0]?.ConnectionArn ?? '');
    await clients.pipelines.send(
      new CreatePipelineCommand({ pipeline: { ...declared, name: 'somebody-elses' } }),
    );
    await clients.s3.send(
      new PutObjectCommand({ Bucket: names.deployBucket, Key: 'holiday.txt', Body: 'not the lab’s' }),
    );
    await clients.s3.send(
      new PutBucketTaggingCommand({
        Bucket: names.deployBucket,
        Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] },
      }),
    );
    return lab.env;
  },

  async 'two-regions'(lab) {
    await buildLabInRegion(lab, 'eu-west-1');
    return lab.env;
  },

  /** IAM denies every read. */
  async denied(lab) {
    const { accessKeyId, secretAccessKey } = await userWith(lab, 'no-iam', [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
    ]);
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  },
};

if (process.env.GOLDEN_RECORD === '1')
  it('records the accounts', async () => {
    const built = await finishedLab();
    for (const [name, change] of Object.entries(states)) {
      const lab = await built.open();
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = await change(lab);
      await recordAccount(name, lab.practice.endpoint, (endpoint) =>
        typed(dryRun, envOf(endpoint, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })),
      );
    }
    await built.close();
    const practice = await startPractice({ port: 0 });
    await createSeatResources(practice, 's1');
    await createSeatResources(practice, 's10', 'connection');
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = practice.exports;
    await recordAccount('class', practice.endpoint, (endpoint) => {
      const env = envOf(endpoint, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
      return typed(ofClass(env), env);
    });
    await practice.close();
  }, 300_000);

it.each(Object.keys(states))(
  'a recorded account has the same plan with the same digest: %s',
  async (name) => {
    const account = await recordedAccount(name);
    // Only the port varies: the digest is in the fixture unchanged.
    const normalize = (text: string) => text.replaceAll(account.endpoint, 'http://127.0.0.1:<port>');
    for (const [line, ending] of [
      [dryRun, 'json.txt'],
      [['teardown', '--dry-run'], 'txt'],
    ] as const) {
      const ended = await typed(line, envOf(account.endpoint));
      expect(account.unknown).toEqual([]);
      golden(`digest/${name}.${ending}`, normalize(shown(line, ended)));
    }
    await account.close();
  },
);

it('a recorded account has the same plan with the same digest for a class', async () => {
  const account = await recordedAccount('class');
  for (const [flags, ending] of [
    [['--reporter', 'json'], 'json.txt'],
    [[], 'txt'],
  ] as const) {
    const env = envOf(account.endpoint);
    const ended = await typed(ofClass(env, ...flags), env);
    expect(account.unknown).toEqual([]);
    const text = shown(['class', 'teardown', '--dry-run', ...flags], ended)
      .replaceAll(account.endpoint, 'http://127.0.0.1:<port>')
      .replaceAll(env.HOME ?? '', '<home>')
      .replace(/("(began|ended)": )"20[^"]*Z"/g, '$1"<time>"');
    golden(`digest/class.${ending}`, text);
  }
  await account.close();
});
