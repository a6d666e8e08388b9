import {
  type FailureConditions,
  GetPipelineCommand,
  ListActionExecutionsCommand,
  type PipelineDeclaration,
  RetryStageExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buckets, type Lab, openLab } from './lab.ts';
import {
  answer,
  approvalToken,
  createPipeline,
  executionsOf,
  name,
  newest,
  realPipeline,
  stateOf,
  until,
} from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  lab.available();
});
afterEach(() => lab.close());

/** The lab's pipeline with this failure setting of its approval stage. */
const withApproval = (onFailure: FailureConditions): Partial<PipelineDeclaration> => {
  const { stages = [] } = realPipeline(lab);
  return {
    pipelineType: 'V2',
    stages: stages.map((stage) => (stage.name === 'Approval' ? { ...stage, onFailure } : stage)),
  };
};
const create = (onFailure: FailureConditions) => createPipeline(lab, withApproval(onFailure));
/** The next token, because a retried approval has a new one. */
const tokenAfter = (old: string) =>
  until(lab, async () => {
    const token = await currentToken();
    return token === old ? undefined : token;
  });
const currentToken = async () => {
  const { stageStates = [] } = await stateOf(lab);
  return stageStates[1]?.actionStates?.[0]?.latestExecution?.token;
};
const approval = async () => (await stateOf(lab)).stageStates?.[1];

describe('a stage with automatic retry', () => {
  it('is retried once, in the same execution', async () => {
    await lab.push({ 'index.html': 'x' }, 'First');
    await create({ result: 'RETRY', retryConfiguration: { retryMode: 'ALL_ACTIONS' } });
    const { pipeline } = await lab.pipelines.send(new GetPipelineCommand({ name }));
    expect(pipeline?.stages?.map(({ onFailure }) => onFailure)).toEqual([
      undefined,
      { result: 'RETRY', retryConfiguration: { retryMode: 'ALL_ACTIONS' } },
      undefined,
    ]);
    const first = await approvalToken(lab);
    expect((await approval())?.retryStageMetadata).toBeUndefined();
    await answer(lab, first, 'Rejected');
    const second = await tokenAfter(first);
    expect((await approval())?.retryStageMetadata).toEqual({
      autoStageRetryAttempt: 1,
      latestRetryTrigger: 'AutomatedStageRetry',
    });
    await answer(lab, second ?? '', 'Rejected');
    const { pipelineExecutionId } = await newest(lab, 'Failed');
    const { actionExecutionDetails: all = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name }),
    );
    expect(all.map(({ stageName, status }) => [stageName, status])).toEqual([
      ['Approval', 'Failed'],
      ['Approval', 'Failed'],
      ['Source', 'Succeeded'],
    ]);
    const latestInPipelineExecution = { pipelineExecutionId, startTimeRange: 'Latest' as const };
    const { actionExecutionDetails: latest = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name, filter: { latestInPipelineExecution } }),
    );
    expect(latest.map(({ stageName }) => stageName)).toEqual(['Approval', 'Source']);

    await lab.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: name,
        stageName: 'Approval',
        retryMode: 'FAILED_ACTIONS',
        pipelineExecutionId,
      }),
    );
    expect((await approval())?.retryStageMetadata).toEqual({
      autoStageRetryAttempt: 1,
      manualStageRetryAttempt: 1,
      latestRetryTrigger: 'ManualStageRetry',
    });
    await answer(lab, await approvalToken(lab));
    expect((await newest(lab, 'Succeeded')).pipelineExecutionId).toBe(pipelineExecutionId);
  });
});

describe('a stage with automatic rollback', () => {
  it('returns to the latest execution that passed it', async () => {
    await lab.push({ 'index.html': 'one' }, 'One');
    await create({ result: 'ROLLBACK' });
    await answer(lab, await approvalToken(lab));
    const { pipelineExecutionId: good = '' } = await newest(lab, 'Succeeded');
    await lab.push({ 'index.html': 'two' }, 'Two');
    const { pipelineExecutionId: bad = '' } = await newest(lab, 'InProgress');
    const token = await approvalToken(lab);
    await answer(lab, token, 'Rejected');
    const rollback = await until(lab, async () => (await executionsOf(lab)).at(-3));
    expect(await executionsOf(lab)).toMatchObject([
      {
        executionType: 'ROLLBACK',
        rollbackMetadata: { rollbackTargetPipelineExecutionId: good },
        trigger: {
          triggerType: 'AutomatedRollback',
          triggerDetail: JSON.stringify({ FailedPipelineExecutionId: bad }),
        },
      },
      { pipelineExecutionId: bad, status: 'Failed' },
      { pipelineExecutionId: good, status: 'Succeeded' },
    ]);
    const again = await tokenAfter(token);
    await answer(lab, again ?? '', 'Rejected');
    expect((await newest(lab, 'Failed')).pipelineExecutionId).toBe(rollback.pipelineExecutionId);
    expect(await executionsOf(lab)).toHaveLength(3);
    const { Body } = await lab.s3.send(new GetObjectCommand({ Bucket: buckets.deploy, Key: 'index.html' }));
    expect(await Body?.transformToString()).toBe('one');
  });

  it('only fails if no execution passed it before', async () => {
    await lab.push({ 'index.html': 'one' }, 'One');
    await create({ result: 'ROLLBACK' });
    await answer(lab, await approvalToken(lab), 'Rejected');
    await newest(lab, 'Failed');
    expect(await executionsOf(lab)).toHaveLength(1);
  });
});
