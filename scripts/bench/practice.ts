import { spawnSync } from 'node:child_process';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { type Server, startMoto, startPracticeServer } from './server.ts';
import { median, type Row, runLoad } from './table.ts';

function settings({ endpoint, exports }: Server) {
  return {
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: {
      accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
    },
    requestHandler: { httpAgent: { maxSockets: 256 } },
  };
}

/** The time from the start of the process to `ready`, compared with a bare start of Node. */
async function benchStart(): Promise<Row> {
  const bare: number[] = [];
  const ready: number[] = [];
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - started);
    const server = await startPracticeServer();
    ready.push(server.readyMs);
    await server.close();
  }
  const ratio = median(ready) / median(bare);
  return {
    what: 'start to ready, against node -e 0',
    measured: `${ratio.toFixed(1)}× (${median(ready).toFixed(0)} ms : ${median(bare).toFixed(0)} ms)`,
    bound: '≤ 8×',
    holds: ratio <= 8,
  };
}

async function createPipeline(server: Server): Promise<CodePipelineClient> {
  const iam = new IAMClient(settings(server));
  const client = new CodePipelineClient(settings(server));
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'bench',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
  const type = (category: 'Source' | 'Approval', provider: string) => ({
    category,
    owner: 'AWS' as const,
    provider,
    version: '1',
  });
  await client.send(
    new CreatePipelineCommand({
      pipeline: {
        name: 'bench',
        roleArn: Role?.Arn,
        artifactStore: { type: 'S3', location: 'no-such-bucket-yet' },
        stages: [
          {
            name: 'Source',
            actions: [
              {
                name: 'Source',
                actionTypeId: type('Source', 'CodeStarSourceConnection'),
                configuration: {
                  ConnectionArn: `arn:aws:codeconnections:us-east-1:000000000000:connection/${crypto.randomUUID()}`,
                  FullRepositoryId: 'a/b',
                  BranchName: 'main',
                },
                outputArtifacts: [{ name: 'Source' }],
              },
            ],
          },
          { name: 'Approve', actions: [{ name: 'Approve', actionTypeId: type('Approval', 'Manual') }] },
        ],
      },
    }),
  );
  iam.destroy();
  return client;
}

async function benchStates(): Promise<Row[]> {
  const server = await startPracticeServer();
  const client = await createPipeline(server);
  const getState = (from: CodePipelineClient) => () =>
    from.send(new GetPipelineStateCommand({ name: 'bench' }));
  const sequential = await runLoad(1000, 1, getState(client));
  const clients = Array.from({ length: 200 }, () => new CodePipelineClient(settings(server)));
  const parallel = await runLoad(2000, 200, (index) => getState(clients[index % 200] ?? client)());
  for (const each of [client, ...clients]) each.destroy();
  await server.close();
  return [
    {
      what: '1,000 GetPipelineState, one after the other',
      measured: `${sequential.failed} failed, ${(1000 / sequential.seconds).toFixed(0)} a second`,
      bound: '0 failed',
      holds: sequential.failed === 0,
    },
    {
      what: '2,000 GetPipelineState, 200 clients at once',
      measured: `${parallel.failed} failed, ${(2000 / parallel.seconds).toFixed(0)} a second`,
      bound: '0 failed',
      holds: parallel.failed === 0,
    },
  ];
}

/** Lists 100,000 versions by pages and deletes them by thousands, through the public API. */
async function benchLargeBucket(): Promise<Row> {
  const server = await startPracticeServer();
  const s3 = new S3Client({ ...settings(server), forcePathStyle: true });
  const Bucket = 'big';
  // Measured when the process starts, so that the versions that fill the bucket count.
  const before = server.peakMb() ?? Number.NaN;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await adminClient(server.exports).seedBucket({ bucket: Bucket, versions: 100_000, keys: 50_000 });
  const started = performance.now();
  let deleted = 0;
  for (;;) {
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    if (Versions.length === 0) break;
    await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: Versions.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true },
      }),
    );
    deleted += Versions.length;
  }
  const seconds = (performance.now() - started) / 1000;
  const peak = server.peakMb() ?? Number.NaN;
  s3.destroy();
  await server.close();
  return {
    what: '100,000 versions listed and deleted',
    measured: `${deleted} gone in ${seconds.toFixed(1)} s, grew by ${(peak - before).toFixed(0)} MB to ${peak.toFixed(0)} MB`,
    bound: 'grows by < 400 MB',
    holds: peak - before < 400 && deleted === 100_000,
  };
}

/** Makes the same calls with the same client to both servers. */
async function compareWithMoto(): Promise<Row[]> {
  const other = await startMoto();
  if (other === undefined)
    return [{ what: 'beside moto’s server', measured: 'moto_server is not installed' }];
  const ours = await startPracticeServer();
  const calls = (server: Server): [string, (index: number) => Promise<unknown>, () => void][] => {
    const s3 = new S3Client({ ...settings(server), forcePathStyle: true });
    const sts = new STSClient(settings(server));
    const iam = new IAMClient(settings(server));
    return [
      ['CreateBucket', (index) => s3.send(new CreateBucketCommand({ Bucket: `bench-${index}` })), () => {}],
      [
        'PutObject',
        (index) => s3.send(new PutObjectCommand({ Bucket: 'bench-0', Key: `${index}`, Body: 'x' })),
        () => {},
      ],
      [
        'GetObject',
        async (index) =>
          (
            await s3.send(new GetObjectCommand({ Bucket: 'bench-0', Key: `${index}` }))
          ).Body?.transformToString(),
        () => s3.destroy(),
      ],
      ['GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({})), () => sts.destroy()],
      [
        'CreateRole',
        (index) =>
          iam.send(
            new CreateRoleCommand({
              RoleName: `bench-${index}`,
              AssumeRolePolicyDocument:
                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codepipeline.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
            }),
          ),
        () => iam.destroy(),
      ],
    ];
  };
  const rows: Row[] = [];
  const theirs = calls(other);
  for (const [at, [name, call, close]] of calls(ours).entries()) {
    const [, theirCall, theirClose] = theirs[at] ?? [];
    if (theirCall === undefined) continue;
    const ourLoad = await runLoad(500, 8, call);
    const theirLoad = await runLoad(500, 8, theirCall);
    close();
    theirClose?.();
    rows.push({
      what: `${name}, 500 by 8 clients, beside moto’s server`,
      measured: `${(theirLoad.seconds / ourLoad.seconds).toFixed(1)}× as many a second (${(500 / ourLoad.seconds).toFixed(0)} : ${(500 / theirLoad.seconds).toFixed(0)}; failed ${ourLoad.failed} : ${theirLoad.failed})`,
    });
  }
  await ours.close();
  await other.close();
  return rows;
}

/** Measures the practice account: its start, its calls, a large bucket, and moto's server in comparison. */
export async function benchPractice(addRow: (row: Row) => void): Promise<void> {
  addRow(await benchStart());
  for (const row of await benchStates()) addRow(row);
  addRow(await benchLargeBucket());
  for (const row of await compareWithMoto()) addRow(row);
}
