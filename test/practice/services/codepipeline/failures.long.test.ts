import { RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline';
import { TagResourceCommand } from '@aws-sdk/client-codestar-connections';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryPath } from '../../../../practice/git-host/repository.ts';
import { runGit } from '../../../../practice/git-host/run-git.ts';
import { bombCommit } from '../../git-host/git-bombs.ts';
import { buckets, type Lab, openLab, rolePolicy, statement } from './lab.ts';
import {
  actionIn,
  answer,
  approvalToken,
  createPipeline,
  executionsOf,
  name,
  newest,
  stateOf,
} from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  lab.available();
});
afterEach(() => lab.close());

const setPolicy = (...statements: object[]) =>
  lab.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'pipeline-role',
      PolicyName: 'pipeline',
      PolicyDocument: statement(...statements),
    }),
  );
const session = 'arn:aws:sts::000000000000:assumed-role/pipeline-role/\\d+';
const errorOf = async (stage: string) => actionIn(await stateOf(lab), stage)?.errorDetails;

describe('a source action fails', () => {
  it('if the role may not use the connection', async () => {
    await setPolicy(...rolePolicy(lab.connectionArn).slice(1));
    await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    await newest(lab, 'Failed');
    expect(await errorOf('Source')).toEqual({
      code: 'PermissionError',
      message: `Unable to use Connection: ${lab.connectionArn}. The provided role does not have sufficient permissions.`,
    });
  });

  it('if the commit names more files than are archived', async () => {
    await lab.push({ 'index.html': 'x' }, 'First');
    const gitDir = repositoryPath(lab.practice.emulator, 'octo/site');
    const bomb = await bombCommit(gitDir, 'files');
    await runGit(gitDir, ['--git-dir', gitDir, 'update-ref', 'refs/heads/main', bomb]);
    await createPipeline(lab);
    await newest(lab, 'Failed');
    expect(await errorOf('Source')).toEqual({
      code: 'JobFailed',
      message:
        'The commit is too large: the practice account archives at most 256 MB and 20000 files and folders.',
    });
  });

  it('if the statement has another prefix than the connection', async () => {
    const other = { Effect: 'Allow', Action: 'codeconnections:UseConnection', Resource: '*' };
    await setPolicy(other, ...rolePolicy(lab.connectionArn).slice(1));
    await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    await newest(lab, 'Failed');
    expect((await errorOf('Source'))?.code).toBe('PermissionError');
  });

  it('if the role may use only connections with a tag that this one lacks', async () => {
    const [use, ...others] = rolePolicy(lab.connectionArn);
    const Condition = { StringEquals: { 'aws:ResourceTag/seat': 'anna' } };
    await setPolicy({ ...use, Condition }, ...others);
    await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    const { pipelineExecutionId = '' } = await newest(lab, 'Failed');
    expect((await errorOf('Source'))?.code).toBe('PermissionError');
    const Tags = [{ Key: 'seat', Value: 'anna' }];
    await lab.connections.send(new TagResourceCommand({ ResourceArn: lab.connectionArn, Tags }));
    await lab.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: name,
        stageName: 'Source',
        pipelineExecutionId,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    await approvalToken(lab);
  });

  it('if the role may not write artifacts', async () => {
    await setPolicy(...rolePolicy(lab.connectionArn).slice(0, 1));
    await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    await newest(lab, 'Failed');
    const error = await errorOf('Source');
    expect(error?.code).toBe('PermissionError');
    expect(error?.message).toMatch(
      new RegExp(
        `^\\[GitHub\\] Upload to S3 failed with the following error: User: ${session} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${buckets.artifacts}/codepipeline-s3-depl/SourceArti/.{7}" because no identity-based policy allows the s3:PutObject action \\(Service: Amazon S3; Status Code: 403; Error Code: AccessDenied;`,
      ),
    );
  });

  it('if the branch does not exist', async () => {
    await lab.push({ 'index.html': 'x' }, 'First', 'trunk');
    await createPipeline(lab);
    await newest(lab, 'Failed');
    expect(await errorOf('Source')).toEqual({
      code: 'ConfigurationError',
      message: '[GitHub] No Branch [main] found for FullRepositoryName [octo/site]',
    });
  });
});

describe('a deploy action fails', () => {
  it('if the role may not put objects, and a retry after the repair deploys the same commit', async () => {
    const [use, ...objects] = rolePolicy(lab.connectionArn);
    const onlyArtifacts = objects.map((each) => ({
      ...each,
      Resource: `arn:aws:s3:::${buckets.artifacts}/*`,
    }));
    await setPolicy(use as object, ...onlyArtifacts);
    const commit = await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    await answer(lab, await approvalToken(lab));
    const failed = await newest(lab, 'Failed');
    const error = await errorOf('Deploy');
    expect(error?.code).toBe('PermissionError');
    expect(error?.message).toContain(
      `You do not have sufficient permissions to call s3.putObject for the deployment bucket, ${buckets.deploy}.`,
    );
    await setPolicy(...rolePolicy(lab.connectionArn));
    const retried = await lab.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: name,
        stageName: 'Deploy',
        retryMode: 'FAILED_ACTIONS',
        pipelineExecutionId: failed.pipelineExecutionId,
      }),
    );
    expect(retried.pipelineExecutionId).toBe(failed.pipelineExecutionId);
    const done = await newest(lab, 'Succeeded');
    expect(done.pipelineExecutionId).toBe(failed.pipelineExecutionId);
    expect(done.sourceRevisions?.[0]?.revisionId).toBe(commit);
    await lab.s3.send(new GetObjectCommand({ Bucket: buckets.deploy, Key: 'index.html' }));
    expect(await executionsOf(lab)).toHaveLength(1);
  });

  it('if its bucket does not exist', async () => {
    await lab.s3.send(new DeleteBucketCommand({ Bucket: buckets.deploy }));
    await lab.push({ 'index.html': 'x' }, 'First');
    await createPipeline(lab);
    await answer(lab, await approvalToken(lab));
    await newest(lab, 'Failed');
    expect((await errorOf('Deploy'))?.message).toContain('Error Code: NoSuchBucket');
  });
});
