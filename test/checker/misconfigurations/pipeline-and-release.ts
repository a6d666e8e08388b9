import { DeletePipelineCommand, DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { pageHtml } from '../../../scenarios/finished-lab/repository.ts';
import { policyDocument, rolePolicy } from '../../../scenarios/finished-lab/role-policy.ts';
import { configuration, connectionArn, editPipeline } from '../lab-edits.ts';
import { bucket, type Misconfiguration } from './misconfiguration.ts';

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

export const pipelineAndRelease: Misconfiguration[] = [
  {
    name: 'the pipeline takes another branch',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { BranchName: 'develop' })),
    found: ['step-5 fail pipeline.source-branch wrong-branch'],
  },
  {
    name: 'the pipeline takes another repository',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) =>
        Object.assign(configuration(pipeline, 0), { FullRepositoryId: 'octocat/other' }),
      ),
    found: ['step-5 fail pipeline.source-repository source-repository-other'],
  },
  {
    name: 'change detection is off',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) => Object.assign(configuration(pipeline, 0), { DetectChanges: 'false' })),
    found: ['step-5 fail pipeline.source-detection detection-off'],
  },
  {
    name: 'a trigger filters the branch away',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) => {
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
    breaks: (lab) => editPipeline(lab, (pipeline) => pipeline.stages?.splice(1, 1)),
    found: ['step-5 fail pipeline.approval approval-missing'],
  },
  {
    name: 'the approval is after the deploy',
    breaks: (lab) => editPipeline(lab, (pipeline) => pipeline.stages?.push(...pipeline.stages.splice(1, 1))),
    found: ['step-5 fail pipeline.stages stage-order'],
  },
  {
    name: 'the deploy is not extracted',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) =>
        Object.assign(configuration(pipeline, 2), { Extract: 'false', ObjectKey: 'site.zip' }),
      ),
    found: ['step-5 fail pipeline.deploy-extract deploy-not-extracted'],
  },
  {
    name: 'the deploy has a prefix',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) => Object.assign(configuration(pipeline, 2), { ObjectKey: 'site' })),
    found: ['step-5 fail pipeline.deploy-prefix deploy-prefix'],
  },
  {
    name: 'the deploy goes to another bucket',
    breaks: (lab) =>
      editPipeline(lab, (pipeline) =>
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
    name: 'the page was uploaded manually',
    breaks: (lab) =>
      lab.clients.s3.send(
        new PutObjectCommand({
          ...bucket(lab),
          Key: 'index.html',
          Body: pageHtml(2),
          ContentType: 'text/html',
        }),
      ),
    found: ['step-6 fail approval.deployed object-by-hand', 'step-8 fail redeploy.live object-by-hand'],
  },
  {
    name: 'the old version was restored manually',
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
