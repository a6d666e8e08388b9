// The parts of CodePipeline's responses that these pages read, with the service's own names.

export interface ActionTypeId {
  category: string;
  owner: string;
  provider: string;
  version: string;
}

export interface Action {
  name: string;
  actionTypeId: ActionTypeId;
  runOrder?: number;
  configuration?: Record<string, string>;
  inputArtifacts?: { name: string }[];
  outputArtifacts?: { name: string }[];
  region?: string;
  namespace?: string;
  roleArn?: string;
}

export interface Stage {
  name: string;
  actions: Action[];
  onFailure?: { result?: string };
}

export interface Pipeline {
  name: string;
  roleArn: string;
  artifactStore?: { type: string; location: string };
  stages: Stage[];
  version?: number;
  executionMode?: string;
  pipelineType?: string;
  triggers?: unknown[];
  variables?: { name: string; defaultValue?: string; description?: string }[];
}

export interface ActionState {
  actionName: string;
  currentRevision?: { revisionId: string };
  latestExecution?: {
    actionExecutionId?: string;
    status?: string;
    summary?: string;
    lastStatusChange?: string;
    token?: string;
    lastUpdatedBy?: string;
    externalExecutionId?: string;
    externalExecutionUrl?: string;
    errorDetails?: { code?: string; message?: string };
  };
  entityUrl?: string;
  revisionUrl?: string;
}

export interface StageState {
  stageName: string;
  inboundTransitionState?: {
    enabled: boolean;
    disabledReason?: string;
    lastChangedBy?: string;
    lastChangedAt?: string;
  };
  actionStates: ActionState[];
  latestExecution?: { pipelineExecutionId: string; status: string };
  /** The newest of the executions that wait to enter the stage. */
  inboundExecution?: { pipelineExecutionId: string; status: string };
  /** All executions that wait to enter the stage: in the modes `QUEUED` and `PARALLEL` there can be several. */
  inboundExecutions?: { pipelineExecutionId: string; status: string }[];
}

export interface SourceRevision {
  actionName: string;
  revisionId?: string;
  revisionSummary?: string;
  revisionUrl?: string;
}

export interface ExecutionSummary {
  pipelineExecutionId: string;
  status: string;
  statusSummary?: string;
  startTime?: string;
  lastUpdateTime?: string;
  sourceRevisions?: SourceRevision[];
  trigger?: { triggerType?: string; triggerDetail?: string };
  executionMode?: string;
  executionType?: string;
}

export interface ActionExecution {
  pipelineExecutionId: string;
  actionExecutionId: string;
  stageName: string;
  actionName: string;
  startTime?: string;
  lastUpdateTime?: string;
  updatedBy?: string;
  status: string;
  input?: {
    actionTypeId?: ActionTypeId;
    inputArtifacts?: Artifact[];
    resolvedConfiguration?: Record<string, string>;
  };
  output?: {
    outputArtifacts?: Artifact[];
    executionResult?: {
      externalExecutionSummary?: string;
      externalExecutionId?: string;
      errorDetails?: { code?: string; message?: string };
    };
  };
}

export interface Artifact {
  name?: string;
  s3location?: { bucket?: string; key?: string };
}

/** The console's name for a provider. */
export function providerLabel({ category, provider }: ActionTypeId): string {
  const labels: Record<string, string> = {
    'Source CodeStarSourceConnection': 'GitHub (via GitHub App)',
    'Source S3': 'Amazon S3',
    'Deploy S3': 'Amazon S3',
    'Approval Manual': 'Manual approval',
  };
  return labels[`${category} ${provider}`] ?? provider;
}

/** The mark and the label for a status of the service, such as `InProgress`. */
export function statusOf(status: string | undefined): {
  kind: 'good' | 'bad' | 'busy' | 'waiting' | 'off';
  label: string;
} {
  switch (status) {
    case undefined:
      return { kind: 'off', label: "Didn't Run" };
    case 'Succeeded':
      return { kind: 'good', label: 'Succeeded' };
    case 'Failed':
      return { kind: 'bad', label: 'Failed' };
    case 'InProgress':
      return { kind: 'busy', label: 'In progress' };
    case 'Stopping':
      return { kind: 'busy', label: 'Stopping' };
    case 'Stopped':
    case 'Abandoned':
    case 'Cancelled':
    case 'Superseded':
      return { kind: 'off', label: status };
    default:
      return { kind: 'off', label: status };
  }
}

/** The time between two timestamps, such as `2 minutes 5 seconds`; a dash when one is missing. */
export function durationText(from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return '–';
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const part = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;
  if (minutes === 0) return part(rest, 'second');
  return rest === 0 ? part(minutes, 'minute') : `${part(minutes, 'minute')} ${part(rest, 'second')}`;
}

/** The name of a caller, from an ARN or a session name. */
export const callerName = (arn: string | undefined): string => arn?.split('/').at(-1) ?? 'somebody';
