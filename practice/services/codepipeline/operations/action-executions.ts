import type { ActionExecutionDetail, ActionExecutionFilter } from '@aws-sdk/client-codepipeline';
import { defined } from '../../../core/defined.ts';
import { executionNotFound } from '../errors.ts';
import type { ActionExecutionRecord, PipelineRef } from '../records.ts';
import { page } from './paging.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext, toDate } from './service-context.ts';

/** The history of a pipeline's actions, newest first. An action that did not start has no entry. */
export function actionExecutions(context: ServiceContext) {
  const { pipelineStore } = context;
  return {
    ListActionExecutions: {
      permissions: ({ pipelineName }, call) => pipelinePermissions(pipelineStore, call, pipelineName),
      run({ pipelineName, filter, maxResults, nextToken }, call) {
        const ref = pipelineRef(call, pipelineName);
        requirePipeline(context, ref);
        const found = filteredActions(ref, filter).reverse();
        const { items, ...rest } = page(found, ({ id }) => id, { nextToken, maxResults, maxPageSize: 100 });
        return { actionExecutionDetails: items.map(detail), ...rest };
      },
    },
  } satisfies CodePipelineOperations;

  function filteredActions(
    ref: PipelineRef,
    filter: ActionExecutionFilter | undefined,
  ): ActionExecutionRecord[] {
    const { pipelineExecutionId, latestInPipelineExecution: latest } = filter ?? {};
    const id = pipelineExecutionId ?? latest?.pipelineExecutionId;
    const runs = pipelineStore.actions(ref);
    if (id === undefined) return runs;
    if (pipelineStore.execution(ref, id) === undefined) throw executionNotFound(ref, id);
    const executionActions = runs.filter((run) => run.executionId === id);
    return latest?.startTimeRange === 'Latest'
      ? executionActions.filter((run) => isLatest(run, executionActions))
      : executionActions;
  }

  function detail(run: ActionExecutionRecord): ActionExecutionDetail {
    const action = pipelineStore
      .definition(run, run.version)
      ?.stages.find(({ name }) => name === run.stageName)
      ?.actions.find(({ name }) => name === run.actionName);
    return {
      pipelineExecutionId: run.executionId,
      actionExecutionId: run.id,
      pipelineVersion: run.version,
      stageName: run.stageName,
      actionName: run.actionName,
      startTime: toDate(run.startTime),
      lastUpdateTime: toDate(run.lastUpdateTime),
      ...defined({ updatedBy: run.updatedBy }),
      status: run.status,
      input: {
        actionTypeId: action?.actionTypeId as never,
        configuration: action?.configuration ?? {},
        resolvedConfiguration: run.resolvedConfiguration,
        ...(action?.roleArn === undefined ? {} : { roleArn: action.roleArn }),
        region: action?.region ?? run.region,
        inputArtifacts: run.inputArtifacts.map(artifact),
        ...(action?.namespace === undefined ? {} : { namespace: action.namespace }),
      },
      ...(run.status === 'InProgress' ? {} : { output: outputOf(run) }),
    };
  }
}

/** Whether no newer run of the same action exists. False for an action that a retry ran again. */
function isLatest(run: ActionExecutionRecord, all: ActionExecutionRecord[]): boolean {
  return !all.some(
    (other) =>
      other.stageName === run.stageName && other.actionName === run.actionName && other.order > run.order,
  );
}

function artifact({ name, bucket, key }: ActionExecutionRecord['inputArtifacts'][number]) {
  return { name, s3location: { bucket, key } };
}

function outputOf(run: ActionExecutionRecord): NonNullable<ActionExecutionDetail['output']> {
  const { externalExecutionId, summary, externalExecutionUrl, error } = run;
  return {
    outputArtifacts: run.outputArtifacts.map(artifact),
    executionResult: {
      ...defined({
        externalExecutionId,
        externalExecutionSummary: summary,
        externalExecutionUrl,
        errorDetails: error,
      }),
    },
    outputVariables: run.outputVariables,
  };
}
