import {
  DisableStageTransitionCommand,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buckets, type Lab, openLab } from './lab.ts';
import { answer, approvalToken, createPipeline, name, newest, realPipeline, stateOf } from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  lab.available();
});
afterEach(() => lab.close());

const page = async () => {
  const { Body } = await lab.s3.send(new GetObjectCommand({ Bucket: buckets.deploy, Key: 'index.html' }));
  return Body?.transformToString();
};
const rollback = async (targetPipelineExecutionId: string, stageName = 'Deploy') => {
  const { pipelineExecutionId = '' } = await lab.pipelines.send(
    new RollbackStageCommand({ pipelineName: name, stageName, targetPipelineExecutionId }),
  );
  return pipelineExecutionId;
};
const succeeded = async (stageName: string) => {
  const { pipelineExecutionSummaries = [] } = await lab.pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: name, filter: { succeededInStage: { stageName } } }),
  );
  return pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId);
};

/** Deploys two pages one after the other. Resolves to their executions' ids. */
async function releaseTwice(more: Parameters<typeof createPipeline>[1] = { pipelineType: 'V2' }) {
  const commit = await lab.push({ 'index.html': 'one' }, 'One');
  await createPipeline(lab, more);
  await answer(lab, await approvalToken(lab));
  const { pipelineExecutionId: first = '' } = await newest(lab, 'Succeeded');
  await lab.push({ 'index.html': 'two' }, 'Two');
  await answer(lab, await approvalToken(lab));
  const { pipelineExecutionId: second = '' } = await newest(lab, 'Succeeded');
  return { first, second, commit };
}

describe('RollbackStage', () => {
  it('deploys the revision of an earlier execution in a new execution', async () => {
    const { first, second, commit } = await releaseTwice();
    expect(await page()).toBe('two');
    const id = await rollback(first);
    expect([first, second]).not.toContain(id);
    const done = await newest(lab, 'Succeeded');
    expect(done).toMatchObject({
      pipelineExecutionId: id,
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: first },
      trigger: { triggerType: 'ManualRollback', triggerDetail: 'arn:aws:iam::000000000000:user/learner' },
      sourceRevisions: [{ actionName: 'Source', revisionId: commit }],
    });
    expect(await page()).toBe('one');

    const { pipelineExecution } = await lab.pipelines.send(
      new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: id }),
    );
    expect(pipelineExecution).toMatchObject({
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: first },
      artifactRevisions: [{ revisionId: commit }],
    });
    const { actionExecutionDetails = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name, filter: { pipelineExecutionId: id } }),
    );
    expect(actionExecutionDetails.map(({ stageName, status }) => [stageName, status])).toEqual([
      ['Deploy', 'Succeeded'],
    ]);
    const { stageStates = [] } = await stateOf(lab);
    expect(stageStates.map(({ latestExecution }) => latestExecution)).toEqual([
      { pipelineExecutionId: second, status: 'Succeeded' },
      { pipelineExecutionId: second, status: 'Succeeded' },
      { pipelineExecutionId: id, status: 'Succeeded', type: 'ROLLBACK' },
    ]);
    expect(await succeeded('Deploy')).toEqual([id, second, first]);
    expect(await succeeded('Approval')).toEqual([second, first]);
  });

  it('requires a new response if the stage is an approval', async () => {
    const { first } = await releaseTwice();
    const id = await rollback(first, 'Approval');
    await answer(lab, await approvalToken(lab));
    expect((await newest(lab, 'Succeeded')).pipelineExecutionId).toBe(id);
    expect(await page()).toBe('two');
  });

  it('does not wait in front of a disabled transition', async () => {
    const { first } = await releaseTwice();
    await lab.pipelines.send(
      new DisableStageTransitionCommand({
        pipelineName: name,
        stageName: 'Deploy',
        transitionType: 'Inbound',
        reason: 'holiday',
      }),
    );
    await rollback(first);
    await newest(lab, 'Succeeded');
    expect(await page()).toBe('one');
  });

  it('rejects an invalid target', async () => {
    const { first, second } = await releaseTwice();
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(rollback(nobody)).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
    await expect(rollback(first, 'Nowhere')).rejects.toMatchObject({ name: 'StageNotFoundException' });
    await expect(rollback(first, 'Source')).rejects.toMatchObject({ name: 'UnableToRollbackStageException' });
    await expect(rollback('not-an-id')).rejects.toMatchObject({ name: 'ValidationException' });
    const id = await rollback(first);
    await newest(lab, 'Succeeded');
    await expect(rollback(id)).rejects.toThrow(`Pipeline execution '${id}' is a rollback execution`);

    await lab.push({ 'index.html': 'three' }, 'Three');
    await approvalToken(lab);
    const { pipelineExecutionId: third = '' } = await newest(lab, 'InProgress');
    await expect(rollback(third)).rejects.toThrow('has not succeeded in stage');
    await expect(rollback(second, 'Approval')).rejects.toThrow("Stage 'Approval' is currently running");
  });

  it('rejects an execution of an older pipeline version, and does not list it', async () => {
    const { first } = await releaseTwice();
    const pipeline = { ...realPipeline(lab, { pipelineType: 'V2' }), executionMode: 'QUEUED' as const };
    await lab.pipelines.send(new UpdatePipelineCommand({ pipeline }));
    await expect(rollback(first)).rejects.toMatchObject({ name: 'PipelineExecutionOutdatedException' });
    expect(await succeeded('Deploy')).toEqual([]);
  });

  it('rejects a V1 pipeline', async () => {
    const { first } = await releaseTwice({ pipelineType: 'V1' });
    await expect(rollback(first)).rejects.toMatchObject({ name: 'UnableToRollbackStageException' });
  });

  it('can fail, and be retried under its own id', async () => {
    const { first } = await releaseTwice();
    const id = await rollback(first, 'Approval');
    await answer(lab, await approvalToken(lab), 'Rejected');
    expect((await newest(lab, 'Failed')).pipelineExecutionId).toBe(id);
    const { stageStates = [] } = await stateOf(lab);
    expect(stageStates[1]?.latestExecution).toEqual({
      pipelineExecutionId: id,
      status: 'Failed',
      type: 'ROLLBACK',
    });
    await lab.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: name,
        stageName: 'Approval',
        pipelineExecutionId: id,
        retryMode: 'ALL_ACTIONS',
      }),
    );
    await answer(lab, await approvalToken(lab));
    expect((await newest(lab, 'Succeeded')).pipelineExecutionId).toBe(id);
    expect(await page()).toBe('two');
  });
});
