import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, it } from 'vitest';
import { CreateConnectionCommand } from '../../../checker/account/connections-client.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { type Clients, clientsOf } from '../../../scenarios/practice-clients.ts';
import { exchanged, send } from './exchange.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';

let practice: Practice;
let clients: Clients;
let token: string;
beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  clients = clientsOf(practice);
  token = practice.exports.LAB_PRACTICE_TOKEN ?? '';
});
afterAll(async () => {
  clients.destroy();
  await practice.close();
});

type Call = readonly [method: string, path: string, body?: unknown];

/** Calls of the admin API, one after another. All of them are one fixture. */
async function calls(name: string, all: readonly Call[], normalize = normalizer([[token, '<token>']])) {
  let text = '';
  for (const [method, path, body] of all)
    text += await exchanged(practice.endpoint, {
      method,
      path: `/_admin/${path}`,
      body,
      headers: { 'x-lab-token': token },
    });
  golden(`admin/${name}.txt`, normalize(text));
}

it('keeps the answers without a token and to an unknown path, method, member and body', async () => {
  const alone = await exchanged(practice.endpoint, { method: 'GET', path: '/_admin/clock' });
  const headers = { 'x-lab-token': token };
  const unread = [
    await exchanged(practice.endpoint, { method: 'GET', path: '/_admin/nothing', headers }),
    await exchanged(practice.endpoint, { method: 'DELETE', path: '/_admin/clock', headers }),
    await exchanged(practice.endpoint, { method: 'POST', path: '/_admin/clock', headers, body: 'no JSON' }),
    await exchanged(practice.endpoint, { method: 'POST', path: '/_admin/clock', headers, body: '[]' }),
    await exchanged(practice.endpoint, { method: 'POST', path: '/_admin/clock', headers, body: { ms: 1 } }),
  ];
  golden('admin/refused.txt', normalizer([[token, '<token>']])(alone + unread.join('')));
});

it('keeps the route /_admin/weather', () =>
  calls('weather', [
    ['GET', 'weather'],
    [
      'PUT',
      'weather',
      {
        latency: { min: 1, max: 2 },
        throttle: { s3: 0.5 },
        limit: { iam: 20 },
        errors: 0,
        drop: 0,
        halfClose: 0,
        slowBody: 0,
        seed: 7,
      },
    ],
    ['PUT', 'weather', { errors: 2 }],
    ['PUT', 'weather', { throttle: { ec2: 1 } }],
    ['DELETE', 'weather'],
  ]));

it('keeps the routes clock and advance', async () => {
  const normalize = normalizer([[token, '<token>']]);
  await calls(
    'time',
    [
      ['GET', 'clock'],
      ['POST', 'clock', { offsetMs: -600_000 }],
      ['POST', 'advance', { ms: 1000 }],
      ['POST', 'advance', {}],
      ['POST', 'clock', { offsetMs: 0 }],
    ],
    (text) => normalize(text).replace(/(?<="now": )\d{13}(\.\d+)?/g, '"<now>"'),
  );
});

it('keeps the routes accounts, repositories, installations, snapshots, seed and authorize', async () => {
  const { s3, connections } = clients;
  const withToken = normalizer([[token, '<token>']]);
  await calls(
    'accounts',
    [
      ['POST', 'accounts', { accountId: '111111111111' }],
      ['POST', 'accounts', { accountId: 1 }],
      ['GET', 'accounts'],
    ],
    (text) =>
      withToken(text)
        .replace(/(?<="AWS_SECRET_ACCESS_KEY": ")[\w-]{40}(?=")/g, '<secret>')
        .replace(/(?<=http:\/\/learner:)[\w-]+(?=@)/g, '<password>'),
  );
  await calls('repositories', [
    ['GET', 'repositories'],
    ['POST', 'repositories', { name: 'octocat/site', private: false }],
    ['POST', 'repositories', { name: 'octocat/site' }],
    ['POST', 'repositories', { name: 'octocat/shop' }],
    ['PUT', 'repositories', { name: 'octocat/site', defaultBranch: 'trunk' }],
    ['DELETE', 'repositories', { name: 'octocat/shop' }],
    ['DELETE', 'repositories', { name: 'octocat/shop' }],
  ]);
  const { ConnectionArn } = await connections.send(
    new CreateConnectionCommand({ ConnectionName: 'one', ProviderType: 'GitHub' }),
  );
  await calls(
    'installations',
    [
      ['GET', 'installations'],
      ['POST', 'installations', { owner: 'octocat', repositories: ['octocat/site'] }],
      ['POST', 'installations', { owner: 'octocat', repositories: [] }],
      ['POST', 'authorize', { name: 'one', repositories: ['octocat/site'] }],
      ['POST', 'authorize', { name: 'none' }],
      ['POST', 'granted', { connection: ConnectionArn }],
      ['POST', 'granted', { connection: 'arn:none' }],
      ['DELETE', 'installations', { id: '1' }],
    ],
    (
      (normalize) => (text: string) =>
        normalize(text).replace(/(?<="(id|installation)": ?")\d{5,}(?=")/g, '<number>')
    )(normalizer([[token, '<token>']])),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'seeded' }));
  await calls('seed-refused', [
    ['POST', 'seed', { bucket: 'none', versions: 1 }],
    ['POST', 'seed', { bucket: 'seeded', versions: 1 }],
  ]);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'seeded', VersioningConfiguration }));
  await calls('seed', [['POST', 'seed', { bucket: 'seeded', versions: 3, markers: 1 }]]);
  const post = { method: 'POST', path: '/_admin/snapshot', headers: { 'x-lab-token': token } };
  const { id } = JSON.parse((await send(practice.endpoint, post)).text) as { id: string };
  await calls('snapshots', [
    ['GET', 'snapshot'],
    ['POST', 'restore', { id }],
    ['DELETE', 'snapshot', { id }],
    ['DELETE', 'snapshot', { id }],
  ]);
});

it('keeps the route state with every table of a finished lab, and the answer to an internal error', async () => {
  const built = await finishedLab();
  const lab = await built.open();
  const normalize = normalizer(await replacementsOf(lab));
  const headers = { 'x-lab-token': lab.env.LAB_PRACTICE_TOKEN ?? '' };
  const state = await exchanged(lab.practice.endpoint, { method: 'GET', path: '/_admin/state', headers });
  const body = {
    id: 'role-lacks-artifacts',
    names: { ...lab.names, policy: lab.names.policy },
    repository: lab.repository,
    branch: 'main',
  };
  const { deployBucket, artifactBucket, connection, pipeline, role, policy, tags } = lab.names;
  const names = { deployBucket, artifactBucket, connection, pipeline, role, policy, tags };
  const error = { method: 'POST', path: '/_admin/fault', headers };
  const internalErrors = [
    await exchanged(lab.practice.endpoint, { ...error, body: { ...body, names, id: 'versioning-off' } }),
    await exchanged(lab.practice.endpoint, { ...error, body: { ...body, names, id: 'url-tampered' } }),
    await exchanged(lab.practice.endpoint, { ...error, body: { ...body, names, id: 'none' } }),
    await exchanged(lab.practice.endpoint, { ...error, body: { id: 'versioning-off' } }),
  ];
  await built.close();
  golden('admin/fault.txt', normalize(internalErrors.join('')));
  golden('admin/state.txt', normalize(state).replace(/(?<=": ")[\w-]{22}(?=")/g, '<digest>'));
}, 60_000);
