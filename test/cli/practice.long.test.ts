import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyHome, lab } from '../kit/lab-command.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

let home: string;
let env: Record<string, string>;
const running: ChildProcess[] = [];
beforeEach(() => {
  home = emptyHome();
  env = { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: join(home, 'lab') };
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

interface RunningProcess {
  child: ChildProcess;
  exports: Record<string, string>;
  ended: Promise<number | null>;
}

/** Starts `lab practice` and waits until it has printed all that it promises. */
async function startPracticeCommand(...args: string[]): Promise<RunningProcess> {
  const child = spawn(process.execPath, [entry, 'practice', '--port', '0', ...args], { env });
  running.push(child);
  let printed = '';
  const exports = await new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = Object.fromEntries(
        [...printed.matchAll(/^export (\w+)=(.*)\n/gm)].map((m) => [m[1], m[2]]),
      );
      if (found.LAB_PRACTICE_TOKEN !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(printed)));
  });
  expect(printed.split('\n')[0]).toBe(`ready ${exports.AWS_ENDPOINT_URL}`);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exports, ended };
}

const s3 = (exports: Record<string, string>) =>
  new S3Client({
    region: exports.AWS_REGION ?? '',
    endpoint: exports.AWS_ENDPOINT_URL ?? '',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: {
      accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });

it('prints every export, and lab env prints them again', async () => {
  const { exports } = await startPracticeCommand('--ephemeral');
  expect(Object.keys(exports)).toEqual([
    'AWS_ENDPOINT_URL',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'LAB_TARGET',
    'LAB_GIT_URL',
    'LAB_PRACTICE_TOKEN',
  ]);
  const again = await lab(['env'], env);
  expect(again.stdout).toContain(
    Object.entries(exports)
      .map(([name, value]) => `export ${name}=${value}\n`)
      .join(''),
  );
  // A check finds the practice account without any variable, by the file that it wrote.
  const checked = await lab(['check', 'step-1', '--target', 'practice'], env);
  expect(checked.stdout).toContain(`practice account 000000000000 · us-east-1 · ${exports.AWS_ENDPOINT_URL}`);
});

it('ends on Ctrl-C and leaves only its state', async () => {
  const { child, ended } = await startPracticeCommand('--ephemeral');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect((await lab(['env'], env)).exit).toBe(2);
  expect(existsSync(join(home, 'lab', 'practice', 'log.jsonl'))).toBe(false);
});

it('keeps all that it acknowledged after it was killed', async () => {
  const first = await startPracticeCommand();
  const client = s3(first.exports);
  for (let n = 0; n < 5; n++) await client.send(new CreateBucketCommand({ Bucket: `kept-${n}` }));
  await client.send(new PutObjectCommand({ Bucket: 'kept-0', Key: 'k', Body: 'v' }));
  client.destroy();
  first.child.kill('SIGKILL');
  await first.ended;
  // Its file still exists, and names a process that has ended.
  expect((await lab(['env'], env)).exit).toBe(2);
  const second = await startPracticeCommand();
  expect(second.exports.AWS_SECRET_ACCESS_KEY).toBe(first.exports.AWS_SECRET_ACCESS_KEY);
  const again = s3(second.exports);
  const { Buckets = [] } = await again.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual([0, 1, 2, 3, 4].map((n) => `kept-${n}`));
  again.destroy();
});

it('completes a handshake by name, and reports an unknown name', async () => {
  const { exports } = await startPracticeCommand('--ephemeral');
  const { connectionsClient, CreateConnectionCommand, GetConnectionCommand } = await import(
    '../../checker/account/connections-client.ts'
  );
  const client = connectionsClient({
    region: 'us-east-1',
    endpoint: exports.AWS_ENDPOINT_URL ?? '',
    credentials: {
      accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const { ConnectionArn } = await client.send(
    new CreateConnectionCommand({ ConnectionName: 'github-codepipeline-lab', ProviderType: 'GitHub' }),
  );
  const none = await lab(['practice', 'authorize', 'other'], env);
  expect(none.exit).toBe(1);
  expect(none.stderr).toContain('other');
  expect((await lab(['practice', 'authorize', 'github-codepipeline-lab'], env)).exit).toBe(0);
  const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
  expect(Connection?.ConnectionStatus).toBe('AVAILABLE');
  client.destroy();
});
