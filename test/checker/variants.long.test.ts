import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetPipelineCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  StartPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { CodeStarConnectionsClient, CreateConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeleteConnectionCommand, ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument, rolePolicy } from '../../scenarios/finished-lab/role-policy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let begun: Awaited<ReturnType<typeof finishedLab>>;
let finished: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  begun = await finishedLab('pipeline');
  finished = await finishedLab();
});
afterAll(async () => {
  await begun.close();
  await finished.close();
});

async function edit(lab: LabAccount, change: (pipeline: PipelineDeclaration) => void): Promise<void> {
  const { pipeline } = await lab.clients.pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
  if (pipeline === undefined) throw new Error('no pipeline');
  change(pipeline);
  await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
}

const start = (lab: LabAccount) =>
  lab.clients.pipelines.send(new StartPipelineExecutionCommand({ name: lab.names.pipeline }));

/** Checks until no finding is waiting for something that happens by itself. */
const settled = (lab: LabAccount, steps: string) =>
  lab.until(async () => {
    const run = await checkLab(lab, steps);
    const moving = run.steps.some(({ findings }) =>
      findings.some(({ verdict, found }) => verdict === 'waiting' && /running for|on its way/.test(found)),
    );
    return moving ? undefined : run;
  });

describe('a variant of the lab passes', () => {
  it('created in the console: a first run without an approval stage, then the stage, then a release', async () => {
    const lab = await begun.open();
    const head = await lab.git('rev-parse', 'HEAD');
    // The execution that the lab was built with waits for its approval and would block the stage.
    await lab.approve(head, 'Rejected');
    const approvalStage = { stages: [] as PipelineDeclaration['stages'] };
    await edit(lab, ({ stages }) => {
      approvalStage.stages = stages?.splice(1, 1);
    });
    await start(lab);
    const ungated = await lab.until(async () => {
      const run = await settled(lab, '56');
      return faultsOf(run).some((line) => line.endsWith('deployed-unapproved')) ? run : undefined;
    });
    expect(faultsOf(ungated)).toEqual([
      'step-5 fail pipeline.approval approval-missing',
      'step-6 fail approval.execution deployed-unapproved',
    ]);
    await edit(lab, ({ stages }) => stages?.splice(1, 0, ...(approvalStage.stages ?? [])));
    const { pipelineExecutionId } = await start(lab);
    await approveExecution(lab, pipelineExecutionId ?? '');
    expect(faultsOf(await settled(lab, '12345678'))).toEqual([
      'step-8 fail redeploy.pushed no-second-execution',
    ]);
    await lab.approve(await lab.push(2));
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it('with a V1 pipeline and another release by push', async () => {
    const lab = await finished.open();
    await edit(lab, (pipeline) => Object.assign(pipeline, { pipelineType: 'V1' }));
    await lab.approve(await lab.push(3));
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it('in QUEUED mode with a rejected push between good ones', async () => {
    const lab = await finished.open();
    await edit(lab, (pipeline) => Object.assign(pipeline, { executionMode: 'QUEUED' }));
    await lab.approve(await lab.push(3), 'Rejected');
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
    await lab.approve(await lab.push(4));
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it('with more files in the site and more tags on the bucket', async () => {
    const lab = await finished.open();
    mkdirSync(join(lab.clone, 'img'));
    writeFileSync(join(lab.clone, 'img', 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await lab.approve(await lab.push(3));
    const TagSet = [
      { Key: 'lab', Value: 'codepipeline-lab' },
      { Key: 'team', Value: 'web' },
    ];
    await lab.clients.s3.send(
      new PutBucketTaggingCommand({ Bucket: lab.names.deployBucket, Tagging: { TagSet } }),
    );
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it('with a trigger for the branch instead of change detection', async () => {
    const lab = await finished.open();
    await edit(lab, (pipeline) => {
      pipeline.triggers = [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: { sourceActionName: 'Source', push: [{ branches: { includes: ['main'] } }] },
        },
      ];
    });
    expect(faultsOf(await checkLab(lab, '5'))).toEqual([]);
  });

  it("with a role that may access only the pipeline's own artifacts", async () => {
    const lab = await finished.open();
    const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
    const statements = rolePolicy(lab.names, Connections[0]?.ConnectionArn ?? '');
    const own = `${lab.names.artifactBucket}/${lab.names.pipeline.slice(0, 20)}/SourceArti/*`;
    Object.assign(statements[1] ?? {}, { Resource: `arn:aws:s3:::${own}` });
    await lab.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyName: lab.names.policy,
        PolicyDocument: policyDocument(statements),
      }),
    );
    await lab.approve(await lab.push(3));
    expect(faultsOf(await checkLab(lab, '568'))).toEqual([]);
  });

  it('with the older prefix of connections', async () => {
    const lab = await finished.open();
    const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
    for (const { ConnectionArn } of Connections) {
      await lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn }));
    }
    const older = new CodeStarConnectionsClient({
      region: 'us-east-1',
      endpoint: lab.practice.endpoint,
      credentials: {
        accessKeyId: lab.env.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: lab.env.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const { ConnectionArn = '' } = await older.send(
      new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
    );
    older.destroy();
    expect(ConnectionArn).toContain(':codestar-connections:');
    expect(faultsOf(await checkLab(lab, '4'))).toEqual([
      'step-4 waiting connection.available connection-pending',
    ]);
    await adminClient(lab.env).authorize({ name: lab.names.connection });
    await lab.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyName: lab.names.policy,
        PolicyDocument: policyDocument(rolePolicy(lab.names, ConnectionArn)),
      }),
    );
    await edit(lab, ({ stages }) => {
      Object.assign(stages?.[0]?.actions?.[0]?.configuration ?? {}, { ConnectionArn });
    });
    expect(faultsOf(await checkLab(lab, '45'))).toEqual([]);
  });
});

async function approveExecution(lab: LabAccount, id: string): Promise<void> {
  const commit = await lab.git('rev-parse', 'HEAD');
  const pipelineName = lab.names.pipeline;
  await lab.until(async () => {
    const { pipelineExecutionSummaries: [newest] = [] } = await lab.clients.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName }),
    );
    const isThere = newest?.pipelineExecutionId === id && newest.sourceRevisions?.[0]?.revisionId === commit;
    return isThere ? true : undefined;
  });
  // `approve` takes the latest execution of the commit, which is the one that was just started.
  expect(await lab.approve(commit)).toBe(id);
}

describe.each([{ region: 'ap-southeast-2', seat: 'anna' }, { region: 'us-gov-west-1' }])(
  'in %o',
  (variant) => {
    it('passes as in every region', async () => {
      const built = await finishedLab('redeploy', variant);
      try {
        const lab = await built.open();
        expect(faultsOf(await checkLab(lab, '12345678', { settings: variant }))).toEqual([]);
      } finally {
        await built.close();
      }
    });
  },
);
