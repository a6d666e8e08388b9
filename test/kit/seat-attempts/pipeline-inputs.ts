import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { type AttemptContext, type Inputs, uuid } from './attempt-context.ts';

export const pipelineInputs = ({ neighbor, connectionArn, own }: AttemptContext): Inputs => {
  const { accountId, region } = neighbor.practice;
  const name = neighbor.names.pipeline;
  const pipelineName = name;
  const resourceArn = `arn:aws:codepipeline:${region}:${accountId}:${name}`;
  const role = (lab: LabAccount) => `arn:aws:iam::${accountId}:role/${lab.names.role}`;
  const theirPipeline = definition(neighbor.names, role(neighbor), connectionArn);
  const stage = { pipelineName, stageName: 'Approve' };
  const execution = { pipelineName, pipelineExecutionId: uuid };
  // The neighbor's resources in a pipeline with the seat's own name.
  const ownPipelines = [
    { ...definition(own.names, role(neighbor), connectionArn) },
    { ...definition(own.names, role(own), connectionArn) },
  ].map((pipeline) => ({ pipeline }));
  return {
    CreatePipeline: [{ pipeline: theirPipeline }, ...ownPipelines],
    UpdatePipeline: [{ pipeline: theirPipeline }, ...ownPipelines],
    GetPipeline: { name },
    DeletePipeline: { name },
    GetPipelineState: { name },
    GetPipelineExecution: execution,
    ListPipelineExecutions: { pipelineName },
    ListActionExecutions: { pipelineName },
    StartPipelineExecution: { name },
    StopPipelineExecution: execution,
    RetryStageExecution: { ...stage, pipelineExecutionId: uuid, retryMode: 'ALL_ACTIONS' },
    RollbackStage: { ...stage, targetPipelineExecutionId: uuid },
    DisableStageTransition: { ...stage, transitionType: 'Inbound', reason: 'x' },
    EnableStageTransition: { ...stage, transitionType: 'Inbound' },
    PutApprovalResult: {
      ...stage,
      actionName: 'Approve',
      token: uuid,
      result: { summary: 'x', status: 'Approved' },
    },
    TagResource: { resourceArn, tags: [{ key: 'seat', value: 'x' }] },
    UntagResource: { resourceArn, tagKeys: ['seat'] },
    ListTagsForResource: { resourceArn },
  };
};
