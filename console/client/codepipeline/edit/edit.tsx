import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { useLoaded } from '../../load.ts';
import { go, type PageValues } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { PipelineNav } from '../nav.tsx';
import { crumbsTo, pipelineAddress } from '../place.ts';
import type { Pipeline } from '../shapes.ts';
import { addStage } from './change.ts';
import { EditedStage } from './stage.tsx';
import { StageForm } from './stage-form.tsx';

/** *Edit*: nothing is changed before *Save*. */
export function Edit({ name = '' }: PageValues) {
  const shown = useLoaded(
    `Edit ${name}`,
    async (aws) => (await aws<{ pipeline: Pipeline }>('codepipeline', 'get-pipeline', { name })).pipeline,
    [name],
  );
  const [edited, setEdited] = useState<Pipeline>();
  const [open, setOpen] = useState<string>();
  const [asks, setAsks] = useState<{ addAt: number } | 'save' | 'cancel'>();
  const close = () => setAsks(undefined);
  const leave = () => go(pipelineAddress(name));
  const isChanged = edited !== undefined;
  return (
    <Page
      title={`Editing: ${name}`}
      crumbs={crumbsTo(name)}
      actions={
        <>
          <button type="button" class="plain" onClick={() => (isChanged ? setAsks('cancel') : leave())}>
            Cancel
          </button>
          <button type="button" class="primary" disabled={!isChanged} onClick={() => setAsks('save')}>
            Save
          </button>
        </>
      }
    >
      <PipelineNav name={name} here="Edit" />
      <Read of={shown}>
        {(read) => {
          const pipeline = edited ?? read;
          const add = (at: number, where: string) => (
            <button type="button" class="plain add-stage" onClick={() => setAsks({ addAt: at })}>
              + Add stage<span class="unseen"> {where}</span>
            </button>
          );
          return (
            <>
              {add(0, 'before all')}
              {pipeline.stages.map((stage, index) => (
                <div key={stage.name}>
                  <EditedStage
                    {...{ pipeline, stage }}
                    isOpen={open === stage.name}
                    onOpen={(isOpen) => setOpen(isOpen ? stage.name : undefined)}
                    onChange={setEdited}
                  />
                  {add(index + 1, `after ${stage.name}`)}
                </div>
              ))}
              {typeof asks === 'object' ? (
                <StageForm
                  taken={pipeline.stages.map((stage) => stage.name)}
                  onClose={close}
                  onDone={(stageName) => {
                    setEdited(addStage(pipeline, asks.addAt, stageName));
                    setOpen(stageName);
                    close();
                  }}
                />
              ) : null}
            </>
          );
        }}
      </Read>
      {asks === 'save' && edited !== undefined ? (
        <Dialog
          title="Save pipeline changes"
          onClose={close}
          actions={
            <AwsButton
              label="Save"
              title={`Save ${name}`}
              run={async (aws) => {
                await aws('codepipeline', 'update-pipeline', { pipeline: { ...edited } as never });
                succeed(`The pipeline ${name} was saved.`);
                leave();
              }}
            />
          }
        >
          <p>
            The new definition holds from the next execution on. An execution that runs now keeps its own.
          </p>
        </Dialog>
      ) : null}
      {asks === 'cancel' ? (
        <Dialog
          title="Discard changes?"
          onClose={close}
          closeLabel="Go on editing"
          actions={
            <button type="button" class="danger" onClick={leave}>
              Discard
            </button>
          }
        >
          <p>What you changed here will be lost.</p>
        </Dialog>
      ) : null}
    </Page>
  );
}
