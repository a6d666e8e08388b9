import type { CallOptions, Calls } from './calls.ts';
import { type Fact, map } from './fact.ts';
import { type ListResult, readAll } from './paging.ts';

export interface Execution {
  id: string;
  status: string;
  statusSummary: string | undefined;
  /** Milliseconds since the epoch, like all times in this file. */
  started: number;
  updated: number;
  /** `WebhookV2` for a push through a connection, `StartPipelineExecution` for a manual start, … */
  trigger: string;
  /** For a manual start, the caller's ARN. */
  triggerDetail: string;
  /** The source revisions' ids: a commit, for a git source. */
  revisions: string[];
}

export interface ArtifactLocation {
  name: string;
  bucket: string;
  key: string;
}

/** One run of one action, in one execution. An action that was not reached has none. */
export interface ActionExecution {
  execution: string;
  id: string;
  stage: string;
  action: string;
  category: string;
  provider: string;
  status: string;
  started: number;
  updated: number;
  /** The ARN of the principal that last changed it: for an approval, the approver. */
  updatedBy: string | undefined;
  configuration: Record<string, string>;
  inputs: ArtifactLocation[];
  outputs: ArtifactLocation[];
  variables: Record<string, string>;
  summary: string | undefined;
  errorCode: string | undefined;
  errorMessage: string | undefined;
}

export interface StageState {
  name: string;
  /** Whether the transition into the stage is open; the first stage has none. */
  enabled: boolean;
  disabledReason: string | undefined;
  /** The execution that waits to enter the stage. */
  inbound: string | undefined;
  execution: string | undefined;
  status: string | undefined;
  actions: {
    name: string;
    status: string | undefined;
    summary: string | undefined;
    updated: number | undefined;
    token: string | undefined;
    errorMessage: string | undefined;
  }[];
}

const time = (date: Date | undefined) => date?.getTime() ?? 0;

/** The executions of a pipeline, newest first. */
export function executions(
  calls: Calls,
  pipelineName: string,
  options: CallOptions = {},
): Promise<Fact<ListResult<Execution>>> {
  return readAll(
    calls,
    {
      service: 'codepipeline',
      operation: 'ListPipelineExecutions',
      input: { pipelineName, maxResults: 100 },
      maxPages: 10,
      next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
      items: ({ pipelineExecutionSummaries = [] }) =>
        pipelineExecutionSummaries.map((summary) => ({
          id: summary.pipelineExecutionId ?? '',
          status: summary.status ?? '',
          statusSummary: summary.statusSummary,
          started: time(summary.startTime),
          updated: time(summary.lastUpdateTime),
          trigger: summary.trigger?.triggerType ?? '',
          triggerDetail: summary.trigger?.triggerDetail ?? '',
          revisions: (summary.sourceRevisions ?? []).map(({ revisionId = '' }) => revisionId),
        })),
    },
    options,
  );
}

interface Artifact {
  name?: string | undefined;
  s3location?: { bucket?: string | undefined; key?: string | undefined } | undefined;
}

function location({ name = '', s3location = {} }: Artifact): ArtifactLocation {
  return { name, bucket: s3location.bucket ?? '', key: s3location.key ?? '' };
}

/** The runs of all actions of a pipeline, of every execution, newest first. */
export function actionExecutions(
  calls: Calls,
  pipelineName: string,
  options: CallOptions = {},
): Promise<Fact<ListResult<ActionExecution>>> {
  return readAll(
    calls,
    {
      service: 'codepipeline',
      operation: 'ListActionExecutions',
      input: { pipelineName, maxResults: 100 },
      maxPages: 20,
      next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
      items: ({ actionExecutionDetails = [] }) =>
        actionExecutionDetails.map(({ input = {}, output = {}, ...run }) => ({
          execution: run.pipelineExecutionId ?? '',
          id: run.actionExecutionId ?? '',
          stage: run.stageName ?? '',
          action: run.actionName ?? '',
          category: input.actionTypeId?.category ?? '',
          provider: input.actionTypeId?.provider ?? '',
          status: run.status ?? '',
          started: time(run.startTime),
          updated: time(run.lastUpdateTime),
          updatedBy: run.updatedBy,
          configuration: input.resolvedConfiguration ?? input.configuration ?? {},
          inputs: (input.inputArtifacts ?? []).map(location),
          outputs: (output.outputArtifacts ?? []).map(location),
          variables: output.outputVariables ?? {},
          summary: output.executionResult?.externalExecutionSummary,
          errorCode: output.executionResult?.errorDetails?.code,
          errorMessage: output.executionResult?.errorDetails?.message,
        })),
    },
    options,
  );
}

/** The pipeline's state: each stage's transition, the execution that waits to enter it, and its actions' last run. */
export async function stageStates(
  calls: Calls,
  name: string,
  options: CallOptions = {},
): Promise<Fact<StageState[]>> {
  const response = await calls.read('codepipeline', 'GetPipelineState', { name }, options);
  return map(response, ({ stageStates = [] }) =>
    stageStates.map((stage) => ({
      name: stage.stageName ?? '',
      enabled: stage.inboundTransitionState?.enabled ?? true,
      disabledReason: stage.inboundTransitionState?.disabledReason,
      inbound: (stage.inboundExecution ?? stage.inboundExecutions?.[0])?.pipelineExecutionId,
      execution: stage.latestExecution?.pipelineExecutionId,
      status: stage.latestExecution?.status,
      actions: (stage.actionStates ?? []).map(({ actionName = '', latestExecution }) => ({
        name: actionName,
        status: latestExecution?.status,
        summary: latestExecution?.summary,
        updated: latestExecution?.lastStatusChange?.getTime(),
        token: latestExecution?.token,
        errorMessage: latestExecution?.errorDetails?.message,
      })),
    })),
  );
}
