import {
  CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-codepipeline';
import type { Sdk } from './types.ts';

export const codepipeline: Sdk<'codepipeline'> = {
  client: (config) => new CodePipelineClient(config),
  commands: {
    GetPipeline: GetPipelineCommand,
    GetPipelineState: GetPipelineStateCommand,
    ListPipelines: ListPipelinesCommand,
    ListPipelineExecutions: ListPipelineExecutionsCommand,
    ListActionExecutions: ListActionExecutionsCommand,
    ListTagsForResource: ListTagsForResourceCommand,
  },
};
