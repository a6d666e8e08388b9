import {
  GetPipelineCommand,
  GetPipelineStateCommand,
  type PipelineDeclaration,
  RetryStageExecutionCommand,
  StopPipelineExecutionCommand,
  TagResourceCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import type { Lab } from '../../checker/lab/lab.ts';
import { makeBucket } from '../../scenarios/finished-lab/build-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
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

function actionIn({ stages }: PipelineDeclaration, stage: number) {
  const action = stages?.[stage]?.actions?.[0];
  if (action === undefined) throw new Error(`no action in stage ${stage}`);
  return action;
}

async function connectionArn(lab: LabAccount): Promise<string> {
  const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
  return (
    Connections.find(({ ConnectionName }) => ConnectionName === lab.names.connection)?.ConnectionArn ?? ''
  );
}

async function setPolicy({ clients, names }: LabAccount, statements: object[]): Promise<void> {
  await clients.iam.send(
    new PutRolePolicyCommand({
      ...{ RoleName: names.role, PolicyName: names.policy },
      PolicyDocument: policyDocument(statements),
    }),
  );
}

const kms = {
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
};

/** Does something with the role's policy taken away, and gives it back. */
async function without(lab: LabAccount, work: () => Promise<unknown>): Promise<void> {
  const { iam } = lab.clients;
  const place = { RoleName: lab.names.role, PolicyName: lab.names.policy };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(place));
  await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument: policyDocument([kms]) }));
  await work();
  await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument: decodeURIComponent(PolicyDocument) }));
}

const stage = async (lab: LabAccount, name: string) => {
  const state = await lab.clients.pipelines.send(new GetPipelineStateCommand({ name: lab.names.pipeline }));
  return state.stageStates?.find(({ stageName }) => stageName === name)?.latestExecution;
};

/** What somebody may have done otherwise, and what is still a finished lab. */
const variants: Record<string, (lab: LabAccount) => Promise<unknown>> = {
  'an artifact bucket that the console made for all pipelines': async (lab) => {
    const shared = 'codepipeline-us-east-1-12345678901';
    await makeBucket(lab, shared);
    const statements = rolePolicy({ ...lab.names, artifactBucket: shared }, await connectionArn(lab));
    await setPolicy(lab, statements);
    await edit(lab, (pipeline) =>
      Object.assign(pipeline, { artifactStore: { type: 'S3', location: shared } }),
    );
    await lab.approve(await lab.push(3));
  },
  'a KMS key for the bucket and for the artifacts': async (lab) => {
    const key = 'arn:aws:kms:us-east-1:000000000000:key/0d990263-018e-4e65-a703-eff731de951e';
    await lab.clients.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: lab.names.deployBucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
              BucketKeyEnabled: true,
            },
          ],
        },
      }),
    );
    await setPolicy(lab, [...rolePolicy(lab.names, await connectionArn(lab)), kms]);
    await edit(lab, (pipeline) => {
      Object.assign(pipeline.artifactStore ?? {}, { encryptionKey: { id: key, type: 'KMS' } });
    });
    await lab.approve(await lab.push(3));
  },
  'the console’s role: its path, its name, a managed policy': async (lab) => {
    const { iam } = lab.clients;
    const name = `AWSCodePipelineServiceRole-us-east-1-${lab.names.pipeline}`;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        ...{ RoleName: name, Path: '/service-role/' },
        AssumeRolePolicyDocument: policyDocument([
          { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ]),
      }),
    );
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        ...{ PolicyName: name, Path: '/service-role/' },
        PolicyDocument: policyDocument([
          { Effect: 'Allow', Action: ['s3:*'], Resource: '*' },
          {
            Effect: 'Allow',
            Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
            Resource: '*',
          },
        ]),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }));
    await edit(lab, (pipeline) => Object.assign(pipeline, { roleArn: Role?.Arn }));
    await lab.approve(await lab.push(3));
  },
  'a managed policy in place of the inline one': async (lab) => {
    const { iam } = lab.clients;
    const PolicyDocument = policyDocument(rolePolicy(lab.names, await connectionArn(lab)));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'cp-lab', PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: lab.names.role, PolicyArn: Policy?.Arn }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: lab.names.role, PolicyName: lab.names.policy }));
    await lab.approve(await lab.push(3));
  },
  'four approved releases': async (lab) => {
    await lab.approve(await lab.push(3));
    await lab.approve(await lab.push(4));
  },
  'a run that failed at its source, between good ones': async (lab) => {
    await without(lab, async () => {
      await lab.push(3);
      await lab.until(async () => ((await stage(lab, 'Source'))?.status === 'Failed' ? true : undefined));
    });
    await lab.approve(await lab.push(4));
  },
  'a deploy that failed, and was retried': async (lab) => {
    const commit = await lab.push(3);
    await lab.until(async () => ((await stage(lab, 'Approve'))?.status === 'InProgress' ? true : undefined));
    await without(lab, () => lab.approve(commit));
    const failed = await stage(lab, 'Deploy');
    expect(failed?.status).toBe('Failed');
    await lab.clients.pipelines.send(
      new RetryStageExecutionCommand({
        ...{ pipelineName: lab.names.pipeline, stageName: 'Deploy', retryMode: 'FAILED_ACTIONS' },
        pipelineExecutionId: failed?.pipelineExecutionId,
      }),
    );
    await lab.until(async () => ((await stage(lab, 'Deploy'))?.status === 'Succeeded' ? true : undefined));
  },
  'a run that was stopped while it waited, between good ones': async (lab) => {
    await lab.push(3);
    const waits = await lab.until(async () => {
      const execution = await stage(lab, 'Approve');
      return execution?.status === 'InProgress' ? execution : undefined;
    });
    await lab.clients.pipelines.send(
      new StopPipelineExecutionCommand({
        ...{ pipelineName: lab.names.pipeline, abandon: true, reason: 'not this one' },
        pipelineExecutionId: waits.pipelineExecutionId,
      }),
    );
    await lab.until(async () => ((await stage(lab, 'Approve'))?.status === 'InProgress' ? undefined : true));
    await lab.approve(await lab.push(4));
  },
  'more tags on pipeline and role': async (lab) => {
    await lab.clients.pipelines.send(
      new TagResourceCommand({
        resourceArn: `arn:aws:codepipeline:us-east-1:000000000000:${lab.names.pipeline}`,
        tags: [{ key: 'cost-centre', value: '42' }],
      }),
    );
    await lab.clients.iam.send(
      new TagRoleCommand({ RoleName: lab.names.role, Tags: [{ Key: 'cost-centre', Value: '42' }] }),
    );
  },
  'other names for stages and actions': async (lab) => {
    await edit(lab, ({ stages = [] }) => {
      for (const [at, name] of ['Checkout', 'Gate', 'Ship'].entries())
        Object.assign(stages[at] ?? {}, {
          name,
          actions: [{ ...stages[at]?.actions?.[0], name: `${name}_it` }],
        });
    });
  },
  'every default of the provider’s spelled out, as Terraform reads it back': async (lab) => {
    await edit(lab, (pipeline) => {
      for (const at of [0, 1, 2]) Object.assign(actionIn(pipeline, at), { runOrder: 1, region: 'us-east-1' });
      Object.assign(actionIn(pipeline, 0), { namespace: 'SourceVariables' });
      pipeline.triggers = [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: {
            sourceActionName: 'Source',
            push: [{ branches: { includes: ['main'] }, filePaths: { includes: ['index.html'] } }],
          },
        },
      ];
    });
    await lab.approve(await lab.push(3));
  },
  'change detection left to its default': async (lab) => {
    await edit(lab, (pipeline) => {
      const { DetectChanges: _, ...configuration } = actionIn(pipeline, 0).configuration ?? {};
      Object.assign(actionIn(pipeline, 0), { configuration });
    });
    await lab.approve(await lab.push(3));
  },
  'an approval that asks with words and a link': async (lab) => {
    await edit(lab, (pipeline) => {
      const configuration = {
        CustomData: 'Read #{SourceVariables.CommitId}',
        ExternalEntityLink: 'https://example.com',
      };
      Object.assign(actionIn(pipeline, 0), { namespace: 'SourceVariables' });
      Object.assign(actionIn(pipeline, 1), { configuration });
    });
    await lab.approve(await lab.push(3));
  },
  'two approvals, one after the other, in one stage': async (lab) => {
    await edit(lab, ({ stages = [] }) => {
      const [first] = stages[1]?.actions ?? [];
      if (first === undefined) throw new Error('no approval');
      Object.assign(stages[1] ?? {}, { actions: [first, { ...first, name: 'Again', runOrder: 2 }] });
    });
  },
  'a cache header on the page': async (lab) => {
    await edit(lab, (pipeline) => {
      Object.assign(actionIn(pipeline, 2).configuration ?? {}, { CacheControl: 'public, max-age=60' });
    });
    await lab.approve(await lab.push(3));
  },
  'a lifecycle and ownership on the bucket': async (lab) => {
    await lab.clients.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: lab.names.deployBucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: 'old',
              Status: 'Enabled',
              Filter: { Prefix: '' },
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            },
          ],
        },
      }),
    );
    await lab.clients.s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: lab.names.deployBucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
    );
  },
};

describe.concurrent('a finished lab, done otherwise, passes all steps', () => {
  it.each(Object.entries(variants))('%s', async (_name, change) => {
    const lab = await built.open();
    await change(lab);
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
  });

  it('names of the learner’s own choice', async () => {
    const names: Lab['names'] = {
      ...{ deployBucket: 'my-own-page', artifactBucket: 'my-own-artifacts', connection: 'to-github' },
      ...{ pipeline: 'from-git-to-s3', role: 'pipeline-does-it', policy: 'it-may' },
    };
    const own = await finishedLab('redeploy', { names });
    try {
      const lab = await own.open();
      expect(faultsOf(await checkLab(lab, '12345678', { settings: { names } }))).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it('another branch than main', async () => {
    const lab = await built.open();
    await edit(lab, (pipeline) => {
      Object.assign(actionIn(pipeline, 0).configuration ?? {}, { BranchName: 'release' });
    });
    const url = `${lab.practice.exports.LAB_GIT_URL}/octocat/codepipeline-s3-lab.git`;
    await lab.git('checkout', '--quiet', '-b', 'release');
    for (const version of [3, 4]) {
      const before = await lab.push(version);
      await lab.git('push', '--quiet', url, 'HEAD:refs/heads/release');
      await lab.approve(before);
    }
    expect(faultsOf(await checkLab(lab, '12345678', { settings: { branch: 'release' } }))).toEqual([]);
  });
});
