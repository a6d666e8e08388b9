import { declaration, name, tags, variableName, variableValue } from './declaration.ts';
import { listOf, oneOf, type Shape, structure, text, whole } from './shapes.ts';

const uuid = text({ pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' });
const nextToken = text({ min: 1, max: 2048 });
const resourceArn = text({ pattern: 'arn:aws(-[\\w]+)*:codepipeline:.+:[0-9]{12}:.+' });
const transition = {
  'pipelineName!': name,
  'stageName!': name,
  'transitionType!': oneOf('Inbound', 'Outbound'),
};

/** What each operation's input has to satisfy. */
export const inputs: Record<string, Shape> = {
  CreatePipeline: structure({ 'pipeline!': declaration, tags }),
  UpdatePipeline: structure({ 'pipeline!': declaration }),
  GetPipeline: structure({ 'name!': name, version: whole(1) }),
  DeletePipeline: structure({ 'name!': name }),
  ListPipelines: structure({ nextToken, maxResults: whole(1, 1000) }),
  GetPipelineState: structure({ 'name!': name }),
  GetPipelineExecution: structure({ 'pipelineName!': name, 'pipelineExecutionId!': uuid }),
  ListPipelineExecutions: structure({
    'pipelineName!': name,
    maxResults: whole(1, 100),
    filter: structure({ succeededInStage: structure({ stageName: name }) }),
    nextToken,
  }),
  ListActionExecutions: structure({
    'pipelineName!': name,
    filter: structure({
      pipelineExecutionId: uuid,
      latestInPipelineExecution: structure({
        'pipelineExecutionId!': uuid,
        'startTimeRange!': oneOf('Latest', 'All'),
      }),
    }),
    maxResults: whole(1, 100),
    nextToken,
  }),
  StartPipelineExecution: structure({
    'name!': name,
    variables: listOf(structure({ 'name!': variableName, 'value!': variableValue }), { min: 1, max: 50 }),
    clientRequestToken: text({ min: 1, max: 128, pattern: '^[a-zA-Z0-9-]+$' }),
    sourceRevisions: listOf(
      structure({
        'actionName!': name,
        'revisionType!': oneOf('COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'),
        'revisionValue!': text({ min: 1, max: 1500 }),
      }),
      { max: 50 },
    ),
  }),
  StopPipelineExecution: structure({
    'pipelineName!': name,
    'pipelineExecutionId!': uuid,
    reason: text({ max: 200 }),
  }),
  RetryStageExecution: structure({
    'pipelineName!': name,
    'stageName!': name,
    'pipelineExecutionId!': uuid,
    'retryMode!': oneOf('FAILED_ACTIONS', 'ALL_ACTIONS'),
  }),
  DisableStageTransition: structure({
    ...transition,
    'reason!': text({ min: 1, max: 300, pattern: '[a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+' }),
  }),
  EnableStageTransition: structure(transition),
  PutApprovalResult: structure({
    'pipelineName!': name,
    'stageName!': name,
    'actionName!': name,
    'result!': structure({
      'summary!': text({ min: 0, max: 512 }),
      'status!': oneOf('Approved', 'Rejected'),
    }),
    'token!': uuid,
  }),
  TagResource: structure({ 'resourceArn!': resourceArn, 'tags!': tags }),
  UntagResource: structure({
    'resourceArn!': resourceArn,
    'tagKeys!': listOf(text({ min: 1, max: 128 })),
  }),
  ListTagsForResource: structure({ 'resourceArn!': resourceArn, nextToken, maxResults: whole(1, 100) }),
};
