import { useState } from 'preact/hooks';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { useLoaded } from '../../load.ts';
import { go, type PageValues } from '../../router.ts';
import { DeletePipeline } from '../delete.tsx';
import { PipelineNav } from '../nav.tsx';
import { modeName } from '../pipelines.tsx';
import { crumbsTo, editAddress, executionsAddress, pipelinesAddress } from '../place.ts';
import { ReleaseChange } from '../release.tsx';
import type { Pipeline, StageState } from '../shapes.ts';
import { Said } from './said.tsx';
import { StageShown } from './stage.tsx';
import { StopExecution } from './stop.tsx';
import { TransitionShown } from './transition.tsx';

/** Milliseconds between two looks at a pipeline that is in sight. */
const rhythm = 1000;

interface Shown {
  pipeline: Pipeline;
  stages: StageState[];
}

/** One pipeline, live: its stages from top to bottom, each with its actions. */
export function PipelinePage({ name = '' }: PageValues) {
  const [asks, setAsks] = useState<'release' | 'stop' | 'delete'>();
  const shown = useLoaded<Shown>(
    name,
    async (aws) => {
      const [{ pipeline }, { stageStates }] = await Promise.all([
        aws<{ pipeline: Pipeline }>('codepipeline', 'get-pipeline', { name }),
        aws<{ stageStates: StageState[] }>('codepipeline', 'get-pipeline-state', { name }),
      ]);
      return { pipeline, stages: stageStates };
    },
    [name],
    rhythm,
  );
  const close = () => {
    setAsks(undefined);
    void shown.reload();
  };
  const isThere = shown.value !== undefined;
  return (
    <Page
      title={name}
      crumbs={crumbsTo()}
      actions={
        <>
          <a class="plain" href={editAddress(name)}>
            Edit
          </a>
          <button type="button" class="plain" disabled={!isThere} onClick={() => setAsks('stop')}>
            Stop execution
          </button>
          <button type="button" class="plain" disabled={!isThere} onClick={() => setAsks('delete')}>
            Delete pipeline
          </button>
          <button type="button" class="primary" disabled={!isThere} onClick={() => setAsks('release')}>
            Release change
          </button>
        </>
      }
    >
      <PipelineNav name={name} here="Pipeline" />
      <Read of={shown}>
        {({ pipeline, stages }) => (
          <>
            <p class="pipeline-kind">
              Pipeline type: <strong>{pipeline.pipelineType ?? 'V1'}</strong> · Execution mode:{' '}
              <strong>{modeName(pipeline.executionMode)}</strong>
            </p>
            {pipeline.executionMode === 'PARALLEL' ? (
              <p class="pipeline-kind">
                Executions run side by side. Each stage shows the newest one that came to it; the others stand
                under <a href={executionsAddress(name)}>Executions</a>.
              </p>
            ) : null}
            <Said stages={stages} />
            {stages.map((state, index) => {
              const stage = pipeline.stages.find((one) => one.name === state.stageName);
              return stage === undefined ? null : (
                <div key={state.stageName}>
                  {index === 0 ? null : (
                    <TransitionShown pipeline={name} state={state} onDone={shown.reload} />
                  )}
                  <StageShown pipeline={name} stage={stage} state={state} onDone={shown.reload} />
                </div>
              );
            })}
          </>
        )}
      </Read>
      {asks === 'release' ? <ReleaseChange name={name} onClose={close} /> : null}
      {asks === 'stop' ? <StopExecution name={name} onClose={close} /> : null}
      {asks === 'delete' ? (
        <DeletePipeline
          name={name}
          onClose={() => setAsks(undefined)}
          onDeleted={() => go(pipelinesAddress())}
        />
      ) : null}
    </Page>
  );
}
