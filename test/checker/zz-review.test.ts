import { appendFileSync, writeFileSync } from 'node:fs';
import {
  ApprovalStatus,
  DeletePipelineCommand,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  ListConnectionsCommand,
} from '../../checker/account/connections-client.ts';
import { operations } from '../../checker/account/operations.ts';
import type { Run } from '../../checker/run.ts';
import {
  finishedLab,
  type LabAccount,
  page,
  policyDocument,
  repository,
  rolePolicy,
} from '../support/finished-lab.ts';
import { proxyTo } from '../support/proxy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

const out = '/tmp/rev/out.txt';
const say = (name: string, run: Run | string[]) => {
  const lines = Array.isArray(run)
    ? run
    : run.steps.flatMap(({ id, findings }) =>
        findings
          .filter((f) => f.verdict !== 'pass')
          .map(
            (f) =>
              `${id} ${f.verdict} ${f.check} ${f.cause ?? '-'} | ${f.found} | FIX ${f.fix.slice(0, 160)}`,
          ),
      );
  appendFileSync(out, `## ${name}\n${lines.map((l) => `   ${l}`).join('\n') || '   (all pass)'}\n`);
};
let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());
async function edit(lab: LabAccount, change: (p: PipelineDeclaration) => void) {
  const { pipeline } = await lab.clients.pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
  if (!pipeline) throw new Error();
  change(pipeline);
  await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
}
const conf = (p: PipelineDeclaration, s: number) =>
  (p.stages?.[s]?.actions?.[0]?.configuration ?? {}) as Record<string, string>;
const done = (lab: LabAccount, commit: string) =>
  lab.until(async () => {
    const { pipelineExecutionSummaries = [] } = await lab.clients.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: lab.names.pipeline }),
    );
    const f = pipelineExecutionSummaries.find(
      ({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId === commit,
    );
    return f && f.status !== 'InProgress' ? f : undefined;
  });
const artifacts = async (lab: LabAccount) =>
  (await lab.clients.s3.send(new ListObjectVersionsCommand({ Bucket: lab.names.artifactBucket }))).Versions ??
  [];

describe('review', () => {
  it('unapproved third deploy', async () => {
    const lab = await built.open();
    await edit(lab, (p) => p.stages?.splice(1, 1));
    const c = await lab.push(3);
    await done(lab, c);
    say('third commit deployed without gate', await checkLab(lab, '678'));
  });
  it('force push', async () => {
    const lab = await built.open();
    await lab.git('checkout', '-q', '--orphan', 'fresh');
    writeFileSync(`${lab.clone}/index.html`, page(9));
    await lab.git('add', '--all');
    await lab.git('commit', '-qm', 'rewritten');
    await lab.git(
      'push',
      '-q',
      '--force',
      `${lab.env.LAB_GIT_URL}/${repository}.git`,
      'HEAD:refs/heads/main',
    );
    say('force push', await checkLab(lab, '2678'));
  });
  it('artifact lifecycle', async () => {
    const lab = await built.open();
    for (const v of await artifacts(lab))
      await lab.clients.s3.send(
        new DeleteObjectCommand({ Bucket: lab.names.artifactBucket, Key: v.Key, VersionId: v.VersionId }),
      );
    say('artifacts deleted', await checkLab(lab, '678'));
  });
  it('artifact zip corrupt', async () => {
    const lab = await built.open();
    for (const v of await artifacts(lab))
      await lab.clients.s3.send(
        new PutObjectCommand({ Bucket: lab.names.artifactBucket, Key: v.Key, Body: 'not a zip' }),
      );
    say('artifact not a zip', await checkLab(lab, '678'));
  });
  it('deploys elsewhere from the start', async () => {
    const lab = await built.open();
    await edit(lab, (p) => Object.assign(conf(p, 2), { BucketName: lab.names.artifactBucket }));
    await lab.approve(await lab.push(3));
    say('third deploy goes elsewhere (finished before)', await checkLab(lab, '5678'));
  });
  it('prefix on third', async () => {
    const lab = await built.open();
    await lab.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyName: 'more',
        PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]),
      }),
    );
    await edit(lab, (p) => Object.assign(conf(p, 2), { ObjectKey: 'site' }));
    await lab.approve(await lab.push(3));
    say('third deploy has prefix', await checkLab(lab, '5678'));
  });
  it('manual upload same bytes as third pushed unapproved', async () => {
    const lab = await built.open();
    await lab.push(3);
    await new Promise((r) => setTimeout(r, 300));
    await lab.clients.s3.send(
      new PutObjectCommand({
        Bucket: lab.names.deployBucket,
        Key: 'index.html',
        Body: page(3),
        ContentType: 'text/html',
      }),
    );
    say('uploaded by hand before approval of the push', await checkLab(lab, '678'));
  });
  it('disabled transition then third', async () => {
    const lab = await built.open();
    await lab.clients.pipelines.send(
      new DisableStageTransitionCommand({
        pipelineName: lab.names.pipeline,
        stageName: 'Deploy',
        transitionType: 'Inbound',
        reason: 'x',
      }),
    );
    await lab.push(3);
    say('third behind disabled', await checkLab(lab, '5678'));
  });
  it('rejected then retry approved', async () => {
    const lab = await built.open();
    const c = await lab.push(3);
    const id = await lab.approve(c, 'Rejected');
    await lab.clients.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: lab.names.pipeline,
        stageName: 'Approve',
        pipelineExecutionId: id,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    say('rejected, retried, waiting', await checkLab(lab, '678'));
    await lab.approve(c);
    say('rejected, retried, approved', await checkLab(lab, '678'));
  });
  it('no repository / clone missing', async () => {
    const lab = await built.open();
    say('repository unset', await checkLab(lab, '2568', { settings: { repository: undefined } }));
    say('clone missing', await checkLab(lab, '268', { settings: { clone: '/nowhere/x' } }));
    say('other repository', await checkLab(lab, '268', { settings: { repository: 'octocat/other' } }));
    say('other branch', await checkLab(lab, '2568', { settings: { branch: 'develop' } }));
    say('seat of nobody', await checkLab(lab, '34568', { settings: { seat: 'anna' } }));
    say('other region eu-west-1', await checkLab(lab, '345678', { settings: { region: 'eu-west-1' } }));
    say(
      'bucket name foreign',
      await checkLab(lab, '3', { settings: { names: { deployBucket: 'somebody-elses' } } }),
    );
  });
  it('two connections: the pipeline on the pending one', async () => {
    const lab = await built.open();
    const { ConnectionArn = '' } = await lab.clients.connections.send(
      new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
    );
    await edit(lab, (p) => Object.assign(conf(p, 0), { ConnectionArn }));
    say('pipeline on pending duplicate', await checkLab(lab, '45'));
  });
  it('build stage / double approval / renamed', async () => {
    const lab = await built.open();
    await edit(lab, (p) => {
      const a = structuredClone(p.stages?.[1]);
      if (!a) throw new Error();
      a.name = 'Second-Look';
      p.stages?.splice(2, 0, a);
      if (p.stages?.[3]) p.stages[3].name = 'Ship it'.replace(' ', '_');
    });
    say('two approvals, renamed', await checkLab(lab, '5'));
    try {
      await edit(lab, (p) => {
        p.stages?.splice(1, 0, {
          name: 'Build',
          actions: [
            {
              name: 'Build',
              actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
              configuration: { ProjectName: 'x' },
              inputArtifacts: [{ name: 'SourceArtifact' }],
              outputArtifacts: [{ name: 'BuildArtifact' }],
            },
          ],
        });
      });
      say('with build stage', await checkLab(lab, '5'));
    } catch (e) {
      say('with build stage', [String(e)]);
    }
  });
  it('roles', async () => {
    const lab = await built.open();
    const { iam } = lab.clients;
    const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
    const statements = rolePolicy(lab.names, Connections[0]?.ConnectionArn ?? '');
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument: policyDocument(statements) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: lab.names.role, PolicyArn: Policy?.Arn }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: lab.names.role, PolicyName: lab.names.policy }));
    say('managed policy', await checkLab(lab, '5'));
    const put = (s: object[]) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: lab.names.role,
          PolicyName: 'x',
          PolicyDocument: policyDocument(s),
        }),
      );
    await put([{ Effect: 'Deny', Action: 's3:Put*', Resource: '*' }]);
    say('deny', await checkLab(lab, '5'));
    await put([
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    say('deny conditional', await checkLab(lab, '5'));
  });
  it('narrow artifact policy', async () => {
    const lab = await built.open();
    const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
    const statements = rolePolicy(lab.names, Connections[0]?.ConnectionArn ?? '') as Record<
      string,
      unknown
    >[];
    Object.assign(statements[1] as object, {
      Resource: `arn:aws:s3:::${lab.names.artifactBucket}/${lab.names.pipeline.slice(0, 20)}/SourceArti/*`,
    });
    await lab.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyName: lab.names.policy,
        PolicyDocument: policyDocument(statements),
      }),
    );
    say('artifact policy just for SourceArti', await checkLab(lab, '5'));
    await lab.approve(await lab.push(3));
    say('  and it runs', await checkLab(lab, '56'));
  });
  it('each action denied', async () => {
    const lab = await built.open();
    const actions = [
      ...new Set(
        Object.values(operations).flatMap((e) =>
          Object.values(e).flatMap(({ actions }: { actions: readonly string[] }) => actions),
        ),
      ),
    ];
    await lab.clients.iam.send(new CreateUserCommand({ UserName: 'u' }));
    const { AccessKey } = await lab.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'u' }));
    const key = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    const put = (s: object[]) =>
      lab.clients.iam.send(
        new PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: policyDocument(s) }),
      );
    for (const a of actions) {
      const off =
        a.startsWith('code') && a.includes('onnections:')
          ? actions.filter((x) => x.split(':')[1] === a.split(':')[1] && x.includes('onnections:'))
          : [a];
      await put([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: off, Resource: '*' },
      ]);
      say(`denied ${off}`, await checkLab(lab, '123456789', key));
    }
  }, 120000);
});
