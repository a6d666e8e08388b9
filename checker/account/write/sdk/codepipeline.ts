import {
  DeletePipelineCommand,
  PutApprovalResultCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { Commands } from './types.ts';

export const codepipeline: Commands<'codepipeline'> = {
  PutApprovalResult: PutApprovalResultCommand,
  StopPipelineExecution: StopPipelineExecutionCommand,
  DeletePipeline: DeletePipelineCommand,
};
