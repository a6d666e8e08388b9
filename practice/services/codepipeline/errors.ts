import { AwsError } from '../../core/errors.ts';
import type { PipelineRef } from './records.ts';

// The messages are AWS's own where a recorded response was found, else the model's description of the error.

export const pipelineNotFound = ({ accountId, pipelineName }: PipelineRef) =>
  new AwsError(
    'PipelineNotFoundException',
    `Account '${accountId}' does not have a pipeline with name '${pipelineName}'`,
  );

/**
 * The error of UpdatePipeline and of the operations on tags, whose models do not declare PipelineNotFoundException.
 * [seen]
 */
export const resourceNotFound = ({ accountId, pipelineName }: PipelineRef) =>
  new AwsError(
    'ResourceNotFoundException',
    `The account with id '${accountId}' does not include a pipeline with the name '${pipelineName}'`,
  );

export const nameInUse = ({ accountId, pipelineName }: PipelineRef) =>
  new AwsError(
    'PipelineNameInUseException',
    `A pipeline with the name '${pipelineName}' already exists in account '${accountId}'`,
  );

export const stageNotFound = ({ pipelineName }: PipelineRef, stage: string) =>
  new AwsError('StageNotFoundException', `Stage '${stage}' does not exist in pipeline '${pipelineName}'`);

export const actionNotFound = ({ pipelineName }: PipelineRef, stage: string, action: string) =>
  new AwsError(
    'ActionNotFoundException',
    `Action '${action}' does not exist in stage '${stage}' of pipeline '${pipelineName}'`,
  );

export const executionNotFound = ({ pipelineName }: PipelineRef, id: string) =>
  new AwsError(
    'PipelineExecutionNotFoundException',
    `Pipeline execution '${id}' does not exist for pipeline '${pipelineName}'`,
  );

export const invalidNextToken = () =>
  new AwsError(
    'InvalidNextTokenException',
    'The next token was specified in an invalid format. Make sure that the next token you provide is the token returned by a previous call.',
  );

export const validation = (message: string) => new AwsError('ValidationException', message);
export const invalidStructure = (message: string) => new AwsError('InvalidStructureException', message);
export const invalidStage = (message: string) => new AwsError('InvalidStageDeclarationException', message);
export const invalidAction = (message: string) => new AwsError('InvalidActionDeclarationException', message);
