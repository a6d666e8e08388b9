import type { ActionState, StageState, TransitionState } from '@aws-sdk/client-codepipeline';
import { defined } from '../../../core/defined.ts';
import { providers } from '../actions/index.ts';
import { providerOf } from '../definition/actions.ts';
import type { Action, Stage } from '../definition/definition.ts';
import { isOver } from '../engine/advance.ts';
import type {
  ActionExecutionRecord,
  ExecutionRecord,
  PipelineRef,
  Retries,
  StageRecord,
} from '../records.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext, toDate } from './service-context.ts';

/** The current state of a pipeline: each stage and action with its latest execution. */
export function state(context: ServiceContext) {
  const { pipelineStore } = context;
  return {
    GetPipelineState: {
      permissions: ({ name }, call) => pipelinePermissions(pipelineStore, call, name),
      run({ name }, call) {
        const ref = pipelineRef(call, name);
        const pipeline = requirePipeline(context, ref);
        const stages = pipelineStore.definition(ref, pipeline.version)?.stages ?? [];
        const waiting = pipelineStore.executions(ref).filter((each) => !isOver(each) && !each.inStage);
        const runs = pipelineStore.actions(ref);
        return {
          pipelineName: name,
          pipelineVersion: pipeline.version,
          stageStates: stages.map((stage) => {
            const inbound = waiting.filter((each) => waitsFor(each) === stage.name);
            const record = pipelineStore.stage(ref, stage.name);
            const latest = pipelineStore.execution(ref, record.latest?.executionId ?? '');
            return {
              ...stageState(ref, stage, record, inbound, runs),
              ...retryStageMetadata(latest?.retries?.[stage.name]),
            };
          }),
          created: toDate(pipeline.created),
          updated: toDate(pipeline.updated),
        };
      },
    },
  } satisfies CodePipelineOperations;

  /** The stage that an execution waits before. Its definition's version can be older, with other stages. */
  function waitsFor(execution: ExecutionRecord): string | undefined {
    return pipelineStore.definition(execution, execution.version)?.stages[execution.stage]?.name;
  }
}

function stageState(
  ref: PipelineRef,
  stage: Stage,
  record: StageRecord,
  inbound: ExecutionRecord[],
  runs: ActionExecutionRecord[],
): StageState {
  const inboundExecutions = inbound.map(({ id }) => ({
    pipelineExecutionId: id,
    status: 'InProgress' as const,
  }));
  const newest = inboundExecutions.at(-1);
  return {
    stageName: stage.name,
    ...defined({ inboundExecution: newest }),
    inboundExecutions,
    inboundTransitionState: transition(record),
    actionStates: stage.actions.map((action) =>
      actionState(
        ref,
        action,
        runs.findLast((run) => run.stageName === stage.name && run.actionName === action.name),
      ),
    ),
    ...(record.latest === undefined
      ? {}
      : {
          latestExecution: {
            pipelineExecutionId: record.latest.executionId,
            status: record.latest.status,
            ...(record.latest.rollback ? { type: 'ROLLBACK' as const } : {}),
          },
        }),
  };
}

/** [model] Each count is at least 1, so a count of 0 is left out. */
function retryStageMetadata(retries: Retries | undefined): Pick<StageState, 'retryStageMetadata'> {
  if (retries === undefined) return {};
  const { auto, manual, latest } = retries;
  return {
    retryStageMetadata: {
      ...(auto === 0 ? {} : { autoStageRetryAttempt: auto }),
      ...(manual === 0 ? {} : { manualStageRetryAttempt: manual }),
      latestRetryTrigger: latest,
    },
  };
}

function transition({ disabled, enabled }: StageRecord): TransitionState {
  if (disabled === undefined) {
    return enabled === undefined
      ? { enabled: true }
      : { enabled: true, lastChangedBy: enabled.by, lastChangedAt: toDate(enabled.at) };
  }
  const { reason, by, at: changed } = disabled;
  return { enabled: false, lastChangedBy: by, lastChangedAt: toDate(changed), disabledReason: reason };
}

/** An action that has never run has no `latestExecution`. */
function actionState({ region }: PipelineRef, action: Action, run?: ActionExecutionRecord): ActionState {
  const entityUrl =
    run?.entityUrl ?? providerOf(action, providers)?.entityUrl?.(action.configuration, region);
  return {
    actionName: action.name,
    // [seen] AWS returns only the id, although the model requires more members.
    ...(run?.revision === undefined ? {} : { currentRevision: { revisionId: run.revision.id } as never }),
    ...(run === undefined ? {} : { latestExecution: latestExecution(run) }),
    ...defined({ entityUrl }),
    ...(run?.revision === undefined ? {} : { revisionUrl: run.revision.url }),
  };
}

function latestExecution(run: ActionExecutionRecord): NonNullable<ActionState['latestExecution']> {
  const { summary, updatedBy, externalExecutionId, externalExecutionUrl, error, approval } = run;
  return {
    actionExecutionId: run.id,
    status: run.status,
    ...defined({ summary }),
    lastStatusChange: toDate(run.lastUpdateTime),
    ...defined({
      token: approval?.token,
      lastUpdatedBy: updatedBy,
      externalExecutionId,
      externalExecutionUrl,
      errorDetails: error,
    }),
  };
}
