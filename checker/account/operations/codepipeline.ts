import {
  CodePipelineClient,
  DeletePipelineCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  PutApprovalResultCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { ClientConfig } from './client-config.ts';
import { read, write } from './declare.ts';

const noPipeline = ['PipelineNotFoundException'];

export const codepipeline = {
  client: (config: ClientConfig) => new CodePipelineClient(config),
  operations: {
    GetPipeline: read(GetPipelineCommand, {
      actions: ['codepipeline:GetPipeline'],
      requiredField: 'pipeline',
      absentCodes: noPipeline,
      inTeardown: true,
      reuse: 'while listed',
    }),
    GetPipelineState: read(GetPipelineStateCommand, {
      actions: ['codepipeline:GetPipelineState'],
      absentCodes: noPipeline,
      inTeardown: true,
      reuse: 'never',
    }),
    ListPipelines: read(ListPipelinesCommand, {
      actions: ['codepipeline:ListPipelines'],
      inTeardown: true,
      reuse: 'never',
    }),
    ListPipelineExecutions: read(ListPipelineExecutionsCommand, {
      actions: ['codepipeline:ListPipelineExecutions'],
      absentCodes: noPipeline,
      inTeardown: true,
    }),
    ListActionExecutions: read(ListActionExecutionsCommand, {
      actions: ['codepipeline:ListActionExecutions'],
      absentCodes: [...noPipeline, 'PipelineExecutionNotFoundException'],
      inTeardown: true,
    }),
    ListTagsForResource: read(ListTagsForResourceCommand, {
      actions: ['codepipeline:ListTagsForResource'],
      absentCodes: ['ResourceNotFoundException'],
      inTeardown: true,
    }),
    PutApprovalResult: write(PutApprovalResultCommand, {
      actions: ['codepipeline:PutApprovalResult'],
      // The approval was answered in the meantime, or the execution has ended: nothing waits any more.
      alreadyDoneCodes: [
        'ApprovalAlreadyCompletedException',
        'InvalidApprovalTokenException',
        'StageNotFoundException',
        'ActionNotFoundException',
        ...noPipeline,
      ],
    }),
    StopPipelineExecution: write(StopPipelineExecutionCommand, {
      actions: ['codepipeline:StopPipelineExecution'],
      alreadyDoneCodes: [
        'DuplicatedStopRequestException',
        'PipelineExecutionNotStoppableException',
        'PipelineExecutionNotFoundException',
        ...noPipeline,
      ],
    }),
    DeletePipeline: write(DeletePipelineCommand, {
      actions: ['codepipeline:DeletePipeline'],
      alreadyDoneCodes: noPipeline,
    }),
  },
};
