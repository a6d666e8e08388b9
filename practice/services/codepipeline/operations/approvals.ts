import { defined } from '../../../core/defined.ts';
import { AwsError } from '../../../core/errors.ts';
import { actionNotFound, stageNotFound } from '../errors.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext, toDate } from './service-context.ts';

/** The operation that approves or rejects a manual approval. */
export function approvals(context: ServiceContext) {
  const { pipelineStore, engine } = context;
  return {
    PutApprovalResult: {
      permissions: ({ pipelineName, stageName, actionName }, call) =>
        pipelinePermissions(pipelineStore, call, pipelineName, stageName, actionName),
      run(input, call) {
        const { pipelineName, stageName = '', actionName = '', result, token } = input;
        const ref = pipelineRef(call, pipelineName);
        const pipeline = requirePipeline(context, ref);
        const stages = pipelineStore.definition(ref, pipeline.version)?.stages ?? [];
        const runs = pipelineStore
          .actions(ref)
          .filter((run) => run.stageName === stageName && run.actionName === actionName);
        const stage = stages.find(({ name }) => name === stageName);
        if (stage === undefined && runs.length === 0) throw stageNotFound(ref, stageName);
        if (!stage?.actions.some(({ name }) => name === actionName) && runs.length === 0) {
          throw actionNotFound(ref, stageName, actionName);
        }
        const waiting = runs.find((run) => run.approval?.token === token);
        if (waiting === undefined) {
          throw runs.some((run) => run.answered === token)
            ? alreadyCompleted()
            : invalidToken(token, stageName);
        }
        const { approval, ...rest } = waiting;
        pipelineStore.putAction({
          ...rest,
          ...defined({ answered: token }),
          status: result?.status === 'Approved' ? 'Succeeded' : 'Failed',
          ...(result?.summary === undefined || result.summary === '' ? {} : { summary: result.summary }),
          updatedBy: call.caller.arn,
          lastUpdateTime: call.now,
        });
        engine.wake(ref);
        return { approvedAt: toDate(call.now) };
      },
    },
  } satisfies CodePipelineOperations;
}

// [seen]
const alreadyCompleted = () =>
  new AwsError(
    'ApprovalAlreadyCompletedException',
    'The approval request that you responded to is already complete or has expired.',
  );

// [seen], the end of the sentence varies
const invalidToken = (token: string | undefined, stage: string) =>
  new AwsError(
    'InvalidApprovalTokenException',
    `Approval token '${token}' either does not exist or is not the correct token for the action or ${stage} stage.`,
  );
