import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../../checker/account/run-program.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { chooseAwsCli } from '../../scenarios/aws-cli.ts';
import { aws, setEnvironment } from './run-aws.ts';

const chosen = await chooseAwsCli(process.env);
chosen.close();
const machinePath = process.env.PATH ?? '';
const name = chosen.kind === 'installed' ? chosen.description : `skipped: ${chosen.description}`;

let practice: Practice;
let home: string;

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  home = mkdtempSync(join(tmpdir(), 'same-as-cli-'));
  // Version 1 prints times as they came unless a setting changes that. Version 2 does so by default.
  writeFileSync(join(home, 'config'), '[default]\ncli_timestamp_format = iso8601\n');
  writeFileSync(join(home, 'page.html'), '<h1>page</h1>\n');
  writeFileSync(
    join(home, 'trust.json'),
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codepipeline.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  );
  setEnvironment(practice.exports);
  for (const argv of setUp()) expect(await aws(...argv)).toMatchObject({ exit: 0 });
});
afterAll(async () => {
  await practice.close();
  rmSync(home, { recursive: true, force: true });
});

const setUp = () => [
  ['s3api', 'create-bucket', '--bucket', 'same-bucket'],
  [
    's3api',
    'put-bucket-versioning',
    '--bucket',
    'same-bucket',
    '--versioning-configuration',
    'Status=Enabled',
  ],
  ['s3api', 'put-bucket-tagging', '--bucket', 'same-bucket', '--tagging', 'TagSet=[{Key=a,Value="b c"}]'],
  [
    's3api',
    'put-object',
    '--bucket',
    'same-bucket',
    '--key',
    'a dir/x+y.html',
    '--body',
    join(home, 'page.html'),
  ],
  ['s3api', 'put-object', '--bucket', 'same-bucket', '--key', 'k', '--body', join(home, 'page.html')],
  ['s3api', 'delete-object', '--bucket', 'same-bucket', '--key', 'k'],
  [
    'iam',
    'create-role',
    '--role-name',
    'same',
    '--assume-role-policy-document',
    `file://${home}/trust.json`,
    '--tags',
    'Key=a,Value=b',
  ],
  ['codeconnections', 'create-connection', '--provider-type', 'GitHub', '--connection-name', 'same'],
];

const text = ['--output', 'text'];
const commands = [
  ['sts', 'get-caller-identity'],
  ['sts', 'get-caller-identity', ...text],
  ['s3', 'ls'],
  ['s3', 'ls', 's3://same-bucket'],
  ['s3', 'ls', 's3://same-bucket', '--recursive'],
  ['s3api', 'list-buckets', ...text],
  ['s3api', 'get-bucket-location', '--bucket', 'same-bucket'],
  ['s3api', 'get-bucket-tagging', '--bucket', 'same-bucket', ...text],
  ['s3api', 'list-object-versions', '--bucket', 'same-bucket', ...text],
  [
    's3api',
    'list-object-versions',
    '--bucket',
    'same-bucket',
    '--query',
    '[Versions, DeleteMarkers][].[Key, IsLatest]',
  ],
  ['s3api', 'head-object', '--bucket', 'same-bucket', '--key', 'a dir/x+y.html'],
  ['s3api', 'head-object', '--bucket', 'same-bucket', '--key', 'k'],
  ['iam', 'get-role', '--role-name', 'same'],
  ['iam', 'get-role', '--role-name', 'same', ...text],
  ['iam', 'get-role', '--role-name', 'nobody'],
  ['codeconnections', 'list-connections'],
  ['codeconnections', 'list-connections', ...text],
  ['codepipeline', 'list-pipelines'],
  ['codepipeline', 'get-pipeline', '--name', 'nobody'],
];

test.skipIf(chosen.kind !== 'installed').each(commands.map((argv) => [argv.join(' '), argv] as const))(
  `the stand-in and the installed CLI (${name}) print the same: %s`,
  async (_, argv) => {
    const mine = await aws(...argv);
    const real = await runProgram('aws', argv, {
      env: {
        PATH: machinePath,
        HOME: home,
        ...practice.exports,
        AWS_PAGER: '',
        AWS_CONFIG_FILE: join(home, 'config'),
      },
    });
    expect(mine.stdout).toBe(real.stdout.toString('utf8'));
    // Version 1 exits with 255 where version 2, and the stand-in, exit with 254.
    expect(mine.exit).toBe(real.exit === 255 ? 254 : real.exit);
    expect(mine.stderr.trim()).toBe(real.stderr.trim().replace(/^aws: \[ERROR\]: /, ''));
  },
);
