import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Status } from '../../../../companion/ui/status.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { type Stage, type StageState, statusOf } from '../api-types.ts';
import { executionUrl } from '../urls.ts';
import { ActionView } from './action.tsx';

interface Props {
  pipeline: string;
  stage: Stage;
  state: StageState;
  onDone(): Promise<void>;
}

/** One stage: its latest execution with its status, and its actions in order. */
export function StageView({ pipeline, stage, state, onDone }: Props) {
  const { latestExecution, inboundExecution } = state;
  const inbound = state.inboundExecutions ?? (inboundExecution === undefined ? [] : [inboundExecution]);
  const { kind, label } = statusOf(latestExecution?.status);
  const failed = state.actionStates.filter(({ latestExecution: one }) => one?.status === 'Failed');
  const retry = (mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS', label: string) => (
    <AwsButton
      label={label}
      title={`${label} of ${stage.name}`}
      kind="plain"
      run={async (aws) => {
        await aws('codepipeline', 'retry-stage-execution', {
          'pipeline-name': pipeline,
          'stage-name': stage.name,
          'pipeline-execution-id': latestExecution?.pipelineExecutionId,
          'retry-mode': mode,
        });
        showSuccess(`${stage.name} is tried again.`);
        await onDone();
      }}
    />
  );
  return (
    <section class={`stage ${kind}`} aria-label={`Stage ${stage.name}`}>
      <div class="stage-head">
        <h2>{stage.name}</h2>
        <Status kind={kind}>{label}</Status>
        {latestExecution === undefined ? null : (
          <p class="hint">
            Pipeline execution ID:{' '}
            <a href={executionUrl(pipeline, latestExecution.pipelineExecutionId)}>
              {latestExecution.pipelineExecutionId.slice(0, 8)}
            </a>
          </p>
        )}
        {failed.length === 0 && latestExecution?.status !== 'Stopped' ? null : (
          <div class="actions">
            {failed.length === 0 ? null : retry('FAILED_ACTIONS', 'Retry failed actions')}
            {retry('ALL_ACTIONS', 'Retry stage')}
          </div>
        )}
      </div>
      {inbound.length === 0 ? null : (
        <p class="inbound">
          Waits to come in:{' '}
          {inbound.map(({ pipelineExecutionId: id }, index) => (
            <span key={id}>
              {index === 0 ? '' : ', '}
              <a href={executionUrl(pipeline, id)}>{id.slice(0, 8)}</a>
            </span>
          ))}
        </p>
      )}
      <ol class="stage-actions">
        {stage.actions.map((action) => (
          <li key={action.name}>
            <ActionView
              {...{ pipeline, action, onDone }}
              stage={stage.name}
              state={state.actionStates.find(({ actionName }) => actionName === action.name)}
              execution={latestExecution?.pipelineExecutionId}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
