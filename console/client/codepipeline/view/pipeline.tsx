import { useState } from 'preact/hooks';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { navigate, type RouteParams } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { Pipeline, StageState } from '../api-types.ts';
import { DeletePipeline } from '../delete.tsx';
import { PipelineNav } from '../nav.tsx';
import { modeName } from '../pipelines.tsx';
import { ReleaseChange } from '../release.tsx';
import { breadcrumbs, editPipelineUrl, executionsUrl, pipelinesUrl } from '../urls.ts';
import { StageView } from './stage.tsx';
import { StageAnnouncer } from './stage-announcer.tsx';
import { StopExecution } from './stop.tsx';
import { TransitionView } from './transition.tsx';

/** Milliseconds between two polls of a visible pipeline. */
const pollIntervalMs = 1000;

interface PipelineState {
  pipeline: Pipeline;
  stages: StageState[];
}

/** One pipeline, kept current by polling: its stages from top to bottom, each with its actions. */
export function PipelinePage({ name = '' }: RouteParams) {
  const [dialog, setDialog] = useState<'release' | 'stop' | 'delete'>();
  const loaded = useLoaded<PipelineState>(
    name,
    async (aws) => {
      const [{ pipeline }, { stageStates }] = await Promise.all([
        aws<{ pipeline: Pipeline }>('codepipeline', 'get-pipeline', { name }),
        aws<{ stageStates: StageState[] }>('codepipeline', 'get-pipeline-state', { name }),
      ]);
      return { pipeline, stages: stageStates };
    },
    [name],
    pollIntervalMs,
  );
  const closeDialog = () => {
    setDialog(undefined);
    void loaded.reload();
  };
  const isLoaded = loaded.value !== undefined;
  return (
    <Page
      title={name}
      breadcrumbs={breadcrumbs()}
      actions={
        <>
          <a class="plain" href={editPipelineUrl(name)}>
            Edit
          </a>
          <button type="button" class="plain" disabled={!isLoaded} onClick={() => setDialog('stop')}>
            Stop execution
          </button>
          <button type="button" class="plain" disabled={!isLoaded} onClick={() => setDialog('delete')}>
            Delete pipeline
          </button>
          <button type="button" class="primary" disabled={!isLoaded} onClick={() => setDialog('release')}>
            Release change
          </button>
        </>
      }
    >
      <PipelineNav name={name} current="Pipeline" />
      <WhenLoaded of={loaded}>
        {({ pipeline, stages }) => (
          <>
            <p class="pipeline-kind">
              Pipeline type: <strong>{pipeline.pipelineType ?? 'V1'}</strong> · Execution mode:{' '}
              <strong>{modeName(pipeline.executionMode)}</strong>
            </p>
            {pipeline.executionMode === 'PARALLEL' ? (
              <p class="pipeline-kind">
                Executions run side by side. Each stage shows the newest one that came to it; the others stand
                under <a href={executionsUrl(name)}>Executions</a>.
              </p>
            ) : null}
            <StageAnnouncer stages={stages} />
            {stages.map((state, index) => {
              const stage = pipeline.stages.find((one) => one.name === state.stageName);
              return stage === undefined ? null : (
                <div key={state.stageName}>
                  {index === 0 ? null : (
                    <TransitionView pipeline={name} state={state} onDone={loaded.reload} />
                  )}
                  <StageView pipeline={name} stage={stage} state={state} onDone={loaded.reload} />
                </div>
              );
            })}
          </>
        )}
      </WhenLoaded>
      {dialog === 'release' ? <ReleaseChange name={name} onClose={closeDialog} /> : null}
      {dialog === 'stop' ? <StopExecution name={name} onClose={closeDialog} /> : null}
      {dialog === 'delete' ? (
        <DeletePipeline
          name={name}
          onClose={() => setDialog(undefined)}
          onDeleted={() => navigate(pipelinesUrl())}
        />
      ) : null}
    </Page>
  );
}
