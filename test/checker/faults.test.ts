import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeletePipelineCommand,
  DisableStageTransitionCommand,
  GetPipelineCommand,
  type PipelineDeclaration,
  StartPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CopyObjectCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  ListConnectionsCommand,
} from '../../checker/account/connections-client.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { page, repository } from '../../scenarios/finished-lab/repository.ts';
import { policyDocument, rolePolicy } from '../../scenarios/finished-lab/role-policy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

async function edit(lab: LabAccount, change: (pipeline: PipelineDeclaration) => void): Promise<void> {
  const { pipeline } = await lab.clients.pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
  if (pipeline === undefined) throw new Error('no pipeline');
  change(pipeline);
  await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
}

function configuration(pipeline: PipelineDeclaration, stage: number): Record<string, string> {
  const action = pipeline.stages?.[stage]?.actions?.[0];
  if (action === undefined) throw new Error(`stage ${stage} has no action`);
  action.configuration ??= {};
  return action.configuration;
}

async function connectionArn(lab: LabAccount): Promise<string> {
  const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
  return Connections[0]?.ConnectionArn ?? '';
}

async function withoutAction(lab: LabAccount, action: string): Promise<void> {
  const statements = rolePolicy(lab.names, await connectionArn(lab)).map((statement) => {
    const { Action, ...rest } = statement as { Action: string | string[] };
    return { ...rest, Action: [Action].flat().filter((one) => one !== action && !one.endsWith(action)) };
  });
  const filled = statements.filter(({ Action }) => Action.length > 0);
  await lab.clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: lab.names.role,
      PolicyName: lab.names.policy,
      PolicyDocument: policyDocument(filled),
    }),
  );
}

interface Fault {
  name: string;
  breaks(lab: LabAccount): Promise<unknown>;
  /** Every finding that does not pass, and no other. */
  found: string[];
}

const bucket = (lab: LabAccount) => ({ Bucket: lab.names.deployBucket });

const faults: Fault[] = [
  {
    name: 'the branch is called master',
    breaks: async (lab) => {
      const host = `${lab.env.LAB_GIT_URL}/${repository}.git`;
      await lab.git('push', '-q', host, 'main:master');
      await lab.git(
        '-C',
        join(lab.practice.emulator.gitDir, `${repository}.git`),
        'symbolic-ref',
        'HEAD',
        'refs/heads/master',
      );
      await lab.git('push', '-q', host, ':main');
      // Without the branch, the commit cannot be read either: the proofs do not hold.
    },
    found: [
      'step-2 fail repository.branch branch-master',
      'step-6 fail approval.deployed artifact-not-commit',
      'step-8 fail redeploy.live artifact-not-commit',
    ],
  },
  {
    name: 'a commit was not pushed',
    breaks: async (lab) => {
      writeFileSync(join(lab.clone, 'index.html'), page(3));
      await lab.git('commit', '-qam', 'Version 3');
    },
    found: ['step-2 fail repository.clone clone-ahead'],
  },
  {
    name: 'Block Public Access was taken off',
    breaks: (lab) => lab.clients.s3.send(new DeletePublicAccessBlockCommand(bucket(lab))),
    found: ['step-3 fail bucket.private bucket-public-block-off'],
  },
  {
    name: 'a policy opens the bucket',
    breaks: async (lab) => {
      await lab.clients.s3.send(new DeletePublicAccessBlockCommand(bucket(lab)));
      const Resource = `arn:aws:s3:::${lab.names.deployBucket}/*`;
      await lab.clients.s3.send(
        new PutBucketPolicyCommand({
          ...bucket(lab),
          Policy: policyDocument([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }]),
        }),
      );
    },
    found: [
      'step-3 fail bucket.private bucket-public-block-off',
      'step-3 fail bucket.closed bucket-policy-public',
      'step-7 fail presigned.plain bucket-public',
    ],
  },
  {
    name: 'versioning was suspended',
    breaks: (lab) =>
      lab.clients.s3.send(
        new PutBucketVersioningCommand({ ...bucket(lab), VersioningConfiguration: { Status: 'Suspended' } }),
      ),
    found: ['step-3 fail bucket.versioned versioning-suspended'],
  },
  {
    name: 'the tags are gone',
    breaks: (lab) => lab.clients.s3.send(new DeleteBucketTaggingCommand(bucket(lab))),
    found: ['step-3 fail bucket.tagged bucket-not-tagged'],
  },
  {
    name: 'a second connection of the name is pending',
    breaks: (lab) =>
      lab.clients.connections.send(
        new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
      ),
    found: ['step-4 fail connection.single connection-duplicate'],
  },
  {
    name: 'the pipeline is on the one of two connections that is pending',
    breaks: async (lab) => {
      const { ConnectionArn = '' } = await lab.clients.connections.send(
        new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
      );
      await edit(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { ConnectionArn }));
      await lab.clients.iam.send(
        new PutRolePolicyCommand({
          RoleName: lab.names.role,
          PolicyName: 'more',
          PolicyDocument: policyDocument([
            { Effect: 'Allow', Action: 'codeconnections:UseConnection', Resource: '*' },
          ]),
        }),
      );
    },
    found: [
      'step-4 fail connection.single connection-duplicate',
      'step-5 fail pipeline.source-connection source-connection-other',
    ],
  },
  {
    name: 'the connection was deleted',
    breaks: async (lab) =>
      lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn: await connectionArn(lab) })),
    found: [
      'step-4 fail connection.exists connection-missing',
      'step-5 fail pipeline.source-connection source-connection-deleted',
    ],
  },
  {
    name: 'the pipeline takes another branch',
    breaks: (lab) =>
      edit(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { BranchName: 'develop' })),
    found: ['step-5 fail pipeline.source-branch wrong-branch'],
  },
  {
    name: 'the pipeline takes another repository',
    breaks: (lab) =>
      edit(lab, (pipeline) =>
        Object.assign(configuration(pipeline, 0), { FullRepositoryId: 'octocat/other' }),
      ),
    found: ['step-5 fail pipeline.source-repository source-repository-other'],
  },
  {
    name: 'change detection is off',
    breaks: (lab) =>
      edit(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { DetectChanges: 'false' })),
    found: ['step-5 fail pipeline.source-detection detection-off'],
  },
  {
    name: 'a trigger filters the branch away',
    breaks: (lab) =>
      edit(lab, (pipeline) => {
        pipeline.triggers = [
          {
            providerType: 'CodeStarSourceConnection',
            gitConfiguration: {
              sourceActionName: 'Source',
              push: [{ branches: { includes: ['release/**'] } }],
            },
          },
        ];
      }),
    found: ['step-5 fail pipeline.source-detection trigger-filters-branch'],
  },
  {
    name: 'the approval stage is missing',
    breaks: (lab) => edit(lab, (pipeline) => pipeline.stages?.splice(1, 1)),
    found: ['step-5 fail pipeline.approval approval-missing'],
  },
  {
    name: 'the approval stands behind the deploy',
    breaks: (lab) => edit(lab, (pipeline) => pipeline.stages?.push(...pipeline.stages.splice(1, 1))),
    found: ['step-5 fail pipeline.stages stage-order'],
  },
  {
    name: 'the deploy is not extracted',
    breaks: (lab) =>
      edit(lab, (pipeline) =>
        Object.assign(configuration(pipeline, 2), { Extract: 'false', ObjectKey: 'site.zip' }),
      ),
    found: ['step-5 fail pipeline.deploy-extract deploy-not-extracted'],
  },
  {
    name: 'the deploy has a prefix',
    breaks: (lab) =>
      edit(lab, (pipeline) => Object.assign(configuration(pipeline, 2), { ObjectKey: 'site' })),
    found: ['step-5 fail pipeline.deploy-prefix deploy-prefix'],
  },
  {
    name: 'the deploy goes to another bucket',
    breaks: (lab) =>
      edit(lab, (pipeline) =>
        Object.assign(configuration(pipeline, 2), { BucketName: lab.names.artifactBucket }),
      ),
    found: ['step-5 fail pipeline.deploy-bucket deploy-bucket-other'],
  },
  {
    name: 'the role may not use the connection',
    breaks: (lab) => withoutAction(lab, ':UseConnection'),
    found: ['step-5 fail pipeline.role-policy role-lacks-connection'],
  },
  {
    name: 'the role does not trust CodePipeline',
    breaks: (lab) =>
      lab.clients.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: lab.names.role,
          PolicyDocument: policyDocument([
            { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ]),
        }),
      ),
    found: ['step-5 fail pipeline.role-trust role-not-assumable'],
  },
  {
    name: 'a transition is disabled',
    breaks: (lab) =>
      lab.clients.pipelines.send(
        new DisableStageTransitionCommand({
          pipelineName: lab.names.pipeline,
          stageName: 'Deploy',
          transitionType: 'Inbound',
          reason: 'Holidays',
        }),
      ),
    found: ['step-5 fail pipeline.transitions transition-disabled'],
  },
  {
    name: 'the page was uploaded by hand',
    breaks: (lab) =>
      lab.clients.s3.send(
        new PutObjectCommand({ ...bucket(lab), Key: 'index.html', Body: page(2), ContentType: 'text/html' }),
      ),
    found: ['step-6 fail approval.deployed object-by-hand', 'step-8 fail redeploy.live object-by-hand'],
  },
  {
    name: 'the old version was restored by hand',
    breaks: async (lab) => {
      const { Versions = [] } = await lab.clients.s3.send(
        new ListObjectVersionsCommand({ ...bucket(lab), Prefix: 'index.html' }),
      );
      const old = Versions.find(({ IsLatest }) => IsLatest === false)?.VersionId;
      await lab.clients.s3.send(
        new CopyObjectCommand({
          ...bucket(lab),
          Key: 'index.html',
          CopySource: `${lab.names.deployBucket}/index.html?versionId=${old}`,
        }),
      );
    },
    found: ['step-6 fail approval.deployed object-by-hand', 'step-8 fail redeploy.live object-by-hand'],
  },
  {
    name: 'the page was deleted',
    breaks: (lab) => lab.clients.s3.send(new DeleteObjectCommand({ ...bucket(lab), Key: 'index.html' })),
    found: [
      'step-6 fail approval.deployed object-missing',
      'step-7 fail presigned.fresh object-missing',
      'step-8 fail redeploy.live object-missing',
    ],
  },
  {
    name: 'the old version was deleted for good',
    breaks: async (lab) => {
      const { Versions = [] } = await lab.clients.s3.send(
        new ListObjectVersionsCommand({ ...bucket(lab), Prefix: 'index.html' }),
      );
      const VersionId = Versions.find(({ IsLatest }) => IsLatest === false)?.VersionId;
      await lab.clients.s3.send(new DeleteObjectCommand({ ...bucket(lab), Key: 'index.html', VersionId }));
    },
    found: ['step-8 fail redeploy.kept old-version-lost'],
  },
  {
    name: 'the pipeline was deleted',
    breaks: (lab) => lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline })),
    found: [
      'step-5 fail pipeline.exists pipeline-missing',
      'step-6 fail approval.execution pipeline-missing',
      'step-8 fail redeploy.pushed pipeline-missing',
    ],
  },
];

describe('a finished lab', () => {
  it('passes steps 1 to 8, and fails step 9', async () => {
    const lab = await built.open();
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
    const cleanup = await checkLab(lab, '9');
    expect(faultsOf(cleanup)).toEqual([
      'step-9 fail cleanup.pipeline pipeline-left',
      'step-9 fail cleanup.bucket bucket-left',
      'step-9 fail cleanup.artifacts artifacts-left',
      'step-9 fail cleanup.connection connection-left',
      'step-9 fail cleanup.role role-left',
    ]);
  });

  it.each(faults)('broken: $name', async ({ breaks, found }) => {
    const lab = await built.open();
    await breaks(lab);
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual(found);
  });

  it('proves the way from commit to object by downloading both', async () => {
    const lab = await built.open();
    const run = await checkLab(lab, '6');
    const proof = run.steps[0]?.findings.find(({ check }) => check === 'approval.deployed')?.proof ?? [];
    expect(proof.join('\n')).toContain(await lab.git('rev-parse', '--short=8', 'HEAD'));
    expect(proof.join('\n')).toContain('approved by arn:aws:iam::000000000000:user/learner');
    expect(run.calls).toContainEqual({ service: 's3', operation: 'GetObject', count: 2 });
  });

  it('is not fooled by an artifact that was exchanged', async () => {
    const lab = await built.open();
    const { Versions = [] } = await lab.clients.s3.send(
      new ListObjectVersionsCommand({ Bucket: lab.names.artifactBucket }),
    );
    const { zipSync, strToU8 } = await import('fflate');
    for (const { Key } of Versions) {
      const Body = zipSync({ 'index.html': strToU8(page(99)) });
      await lab.clients.s3.send(new PutObjectCommand({ Bucket: lab.names.artifactBucket, Key, Body }));
    }
    expect(faultsOf(await checkLab(lab, '6'))).toEqual(['step-6 fail approval.deployed object-not-artifact']);
  });

  it('names the earlier step that broke', async () => {
    const lab = await built.open();
    await lab.clients.s3.send(new DeleteBucketEncryptionCommand(bucket(lab)));
    await lab.clients.s3.send(new DeleteBucketTaggingCommand(bucket(lab)));
    await lab.clients.s3.send(new DeleteObjectCommand({ ...bucket(lab), Key: 'index.html' }));
    const run = await checkLab(lab, '7');
    expect(run.steps[0]?.broken?.map(({ step, check }) => `${step} ${check}`)).toContain(
      'step-3 bucket.tagged',
    );
    rmSync(lab.clone, { recursive: true });
  });

  it('waits for the approval of a second push, and says how to approve', async () => {
    const lab = await built.open();
    await lab.clients.pipelines.send(new StartPipelineExecutionCommand({ name: lab.names.pipeline }));
    // The finished lab stays finished while another execution is under way.
    expect(faultsOf(await checkLab(lab, '68'))).toEqual([]);
  });
});
