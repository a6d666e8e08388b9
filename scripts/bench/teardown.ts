import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { makeClients } from '../../checker/account/clients.ts';
import { outputOf, runProgram } from '../../checker/account/run-program.ts';
import { newAccountWriter } from '../../checker/account/write/account-writer.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { empty } from '../../checker/teardown/empty.ts';
import { newScan } from '../../checker/teardown/scan.ts';
import { probeAwsCli } from '../../lab-home/installed-aws-cli.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { proxyTo } from '../support/proxy.ts';
import { inKit } from './root.ts';
import { peakOf, type Server, startPracticeServer } from './server.ts';
import type { Row } from './table.ts';

const entry = inKit('dist', 'lab.js');

const lab = { region: 'us-east-1', branch: 'main' };
const accountId = '000000000000';
const Bucket = namesOf(lab, accountId).deployBucket;
const latency = 50;
const versions = 50_000;
/** Listings are sequential, because a page has the marker of the next one; deletes run beside them. */
const parallelism = 2;

const credentialsOf = ({ exports }: Server) => ({
  accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
});

/** Creates the lab's bucket, and fills it with this many versions. */
async function fill(server: Server, versions: number): Promise<void> {
  const s3 = new S3Client({
    region: lab.region,
    endpoint: server.endpoint,
    forcePathStyle: true,
    credentials: credentialsOf(server),
  });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const TagSet = [{ Key: 'lab', Value: 'codepipeline-lab' }];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  s3.destroy();
  await adminClient(server.exports).seedBucket({ bucket: Bucket, versions, keys: versions / 2 });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Empties the bucket as `lab teardown` does, through this endpoint. */
async function emptyBucket(endpoint: string, server: Server): Promise<void> {
  const clients = makeClients({ region: lab.region, endpoint, credentials: credentialsOf(server) });
  const scan = newScan({ clients, lab, accountId });
  const bucket = { name: Bucket, region: lab.region, owner: accountId };
  await empty(newAccountWriter(clients), scan, bucket, '', () => {});
  clients.destroy();
}

/** The usual loop of a cleanup page: list a thousand versions, delete them, and repeat. */
const loop = `set -e
D="$(mktemp)"
while :; do
  aws s3api list-object-versions --bucket "$BUCKET" --no-paginate --output json \\
    --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}' > "$D"
  if ! grep -q '"Key"' "$D"; then break; fi
  aws s3api delete-objects --bucket "$BUCKET" --delete "file://$D" --query Errors > /dev/null
done
rm "$D"
`;

const boto3 = `import boto3, os
boto3.resource("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"]).Bucket(os.environ["BUCKET"]).object_versions.delete()
`;

/** Runs `work` on a new practice account that has the filled bucket. Returns the seconds. */
async function timeEmptying(work: (server: Server, env: Record<string, string>) => Promise<unknown>) {
  const server = await startPracticeServer();
  try {
    await fill(server, versions);
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: tmpdir(),
      AWS_PAGER: '',
      BUCKET: Bucket,
      ...server.exports,
    };
    return await timed(() => work(server, env));
  } finally {
    await server.close();
  }
}

async function compareWithOthers(addRow: (row: Row) => void): Promise<number> {
  const what = `emptying ${versions} versions`;
  const ours = await timeEmptying((server) => emptyBucket(server.endpoint, server));
  addRow({ what, measured: `${ours.toFixed(1)} s` });
  const addComparison = (name: string, theirs: number, bound: number) =>
    addRow({
      what: `${name}, against that`,
      measured: `${(theirs / ours).toFixed(1)}× (${theirs.toFixed(1)} s)`,
      bound: `≥ ${bound}×`,
      holds: theirs >= bound * ours,
    });
  const { exit: importExit } = await runProgram('python3', ['-c', 'import boto3'], { env: process.env });
  if (importExit === 0)
    addComparison(
      'boto3, object_versions.delete()',
      await timeEmptying((_server, env) => outputOf('python3', ['-c', boto3], { env })),
      2,
    );
  else addRow({ what: 'boto3, against that', measured: 'not installed' });
  const cli = await probeAwsCli(process.env);
  if ('reason' in cli) addRow({ what: 'the AWS CLI in a loop, against that', measured: cli.reason });
  else
    addComparison(
      `${cli.version} in a loop`,
      await timeEmptying((_server, env) => outputOf('bash', ['-c', loop], { env })),
      5,
    );
  return ours;
}

/**
 * Measures emptying with latency. `baseline` is the time in seconds without it, which the practice account's own work
 * takes on the same cores.
 */
async function benchLatency(baseline: number, addRow: (row: Row) => void): Promise<void> {
  const server = await startPracticeServer();
  await fill(server, versions);
  await adminClient(server.exports).setFaultInjection({ latency });
  const proxy = await proxyTo(server.endpoint, () => 'pass');
  const seconds = await timed(() => emptyBucket(proxy.endpoint, server));
  await proxy.close();
  const calls = proxy.calls.length;
  await server.close();
  const least = ((calls / parallelism) * latency) / 1000;
  const extra = seconds - baseline;
  addRow({
    what: `the same with ${latency} ms a call, over its time without (${calls} calls, ${parallelism} at a time)`,
    measured: `${extra.toFixed(1)} s, ${(extra / least).toFixed(2)}× the least`,
    bound: '≤ 1.5×',
    holds: extra <= 1.5 * least,
  });
}

async function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
}

/** Runs the whole command on a bucket that is far too large to keep its listing in memory. */
async function benchLargeBucket(addRow: (row: Row) => void): Promise<void> {
  const many = 500_000;
  const server = await startPracticeServer();
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    await fill(server, many);
    const env = { PATH: process.env.PATH ?? '', ...server.exports, HOME: home, LAB_HOME: home };
    const stdout = await outputOf(process.execPath, [entry, 'teardown', '--dry-run'], { env });
    const digest = /Digest of this plan: (\w+)/.exec(stdout)?.[1] ?? '';
    const child = spawn(process.execPath, [entry, 'teardown', '--confirm', digest], { env, stdio: 'ignore' });
    let peak = 0;
    const sampler = setInterval(() => {
      peak = Math.max(peak, peakOf(child) || 0);
    }, 20);
    const seconds = await timed(async () => {
      const exit = await exitOf(child);
      if (exit !== 0) throw new Error(`lab teardown ended with ${exit}`);
    });
    clearInterval(sampler);
    addRow({
      what: `lab teardown, whole, of ${many} versions`,
      measured: `${seconds.toFixed(0)} s, at most ${peak.toFixed(0)} MB`,
      bound: '< 200 MB',
      holds: peak > 0 && peak < 200,
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
    await server.close();
  }
}

/** Measures emptying a bucket: in comparison with other clients, with latency, and in memory. */
export async function benchTeardown(addRow: (row: Row) => void): Promise<void> {
  await benchLatency(await compareWithOthers(addRow), addRow);
  await benchLargeBucket(addRow);
}
