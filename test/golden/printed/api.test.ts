import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { accountBackend } from '../../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../../companion/server/server.ts';
import { consoleBackend } from '../../../console/server/backend.ts';
import { mountConsole } from '../../../console/server/mount.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { tokenOf } from '../../kit/companion.ts';
import { type Exchange, exchanged } from './exchange.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let companion: Companion;
let normalize: (text: string) => string;
let headers: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'golden-api-'));

beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site', '404.html'), '<html><head></head><body>not here</body></html>');
  companion = await openCompanion({
    folder: join(folder, 'site'),
    assets: folder,
    port: 0,
    ...accountBackend({}, lab.env, new AbortController().signal),
    console: mountConsole(consoleBackend(lab.env, () => repositoryOwner(lab.env))),
    onInternalError(error) {
      throw error;
    },
  });
  const token = await tokenOf(companion);
  headers = { 'x-lab-token': token, 'content-type': 'application/json' };
  normalize = normalizer([...(await replacementsOf(lab)), [token, '<run token>'], [folder, '<folder>']]);
}, 60_000);
afterAll(async () => {
  await companion.close();
  await built.close();
  rmSync(folder, { recursive: true, force: true });
});

async function calls(name: string, all: readonly Exchange[], change = (text: string) => text) {
  let text = '';
  for (const one of all) text += await exchanged(companion.address, { headers, ...one });
  golden(`api/${name}.txt`, change(normalize(text)));
}

const post = (path: string, body: unknown, more: Partial<Exchange> = {}): Exchange => ({
  method: 'POST',
  path: `/api/${path}`,
  body,
  ...more,
});
const get = (path: string): Exchange => ({ method: 'GET', path: `/api/${path}` });

/** Findings are streamed as soon as they are certain, in any order, each with its position. */
const withSortedEvents = (text: string) =>
  text.replace(/(event: finding\ndata: \{\n[\s\S]*?\n\}\n\n)+/g, (events) =>
    events
      .split(/(?<=\n\}\n\n)/)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .join(''),
  );
const placeOf = (event: string) => Number(/"place": (\d+)/.exec(event)?.[1]);

describe('the companion’s API', () => {
  it('keeps session and settings', () =>
    calls('session', [
      post('sign-in', { secret: 'wrong' }),
      post('addresses', { key: 'wrong' }),
      get('session'),
      post('settings', { branch: 'main' }),
      post('settings', { branch: '..' }),
      post('settings', { colour: 'red' }),
    ]));

  it('keeps checks as events', () =>
    calls(
      'check',
      [post('check', { step: 'step-3' }), post('check', { step: 'step-9' }), post('check', { step: 'ten' })],
      withSortedEvents,
    ));

  it('keeps rejections', () =>
    calls('refused', [
      get('check'),
      { ...get('session'), headers: {} },
      post('check', {}, { headers: { 'content-type': 'application/json' } }),
      post('check', {}, { headers: { ...headers, 'content-type': 'text/plain' } }),
      post('check', '[]'),
      post('nothing', {}),
      post('check', {}, { headers: { ...headers, host: 'evil.example' } }),
      post('check', {}, { headers: { ...headers, origin: 'http://evil.example' } }),
      post('teardown/carry-out', { digest: 'none', account: '000000000000' }),
      post('teardown/carry-out', { digest: '0123456789abcdef', account: '1' }),
      post('class/board', {}),
      { method: 'DELETE', path: '/' },
    ]));

  it('keeps the plan of a teardown, and the rejection of another digest', () =>
    calls('teardown', [
      post('teardown/plan', {}),
      post('teardown/carry-out', { digest: '0123456789abcdef', account: '000000000000' }),
    ]));
});

describe('the console’s API', () => {
  const aws = (...argv: string[]) => post('console/aws', { argv });
  it('keeps commands of the AWS CLI', () =>
    calls('console-aws', [
      aws('sts', 'get-caller-identity'),
      aws('s3api', 'list-buckets'),
      aws('s3api', 'list-object-versions', '--bucket', lab.names.deployBucket),
      aws('iam', 'list-roles'),
      aws('codeconnections', 'list-connections'),
      aws('codepipeline', 'get-pipeline', '--name', lab.names.pipeline),
      aws('codepipeline', 'get-pipeline-state', '--name', lab.names.pipeline),
      aws('codepipeline', 'get-pipeline', '--name', 'none'),
      aws('codepipeline', 'list-everything'),
      aws('ec2', 'describe-instances'),
      post('console/aws', { argv: 'sts' }),
      post('console/nothing', {}),
    ]));

  const host = (name: string, body: object = {}) => post(`console/host/${name}`, body);
  const repository = 'octocat/codepipeline-s3-lab';
  it('keeps the API of the pretend GitHub', () =>
    calls(
      'console-host',
      [
        host('repositories'),
        host('repository', { repository }),
        host('repository', { repository: 'octocat/none' }),
        host('tree', { repository, branch: 'main', path: '' }),
        host('file', { repository, branch: 'main', path: 'index.html' }),
        host('commits', { repository, branch: 'main' }),
        host('installations'),
        host('create-repository', { repository: 'octocat/another', private: true }),
        host('rename-branch', { repository, from: 'main', to: 'trunk' }),
        host('commit', {
          repository,
          branch: 'trunk',
          path: '',
          text: '',
          message: 'No name',
          description: '',
        }),
        host('granted-repositories', { connectionArn: 'arn:none' }),
        host('delete-repository', { repository: 'octocat/another' }),
        host('nothing'),
      ],
      (text) => text.replace(/(?<="id": ")\d{5,}(?=")/g, '<number>'),
    ));
});
