import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { navigate, type RouteParams } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { useLoaded } from '../../use-loaded.ts';
import type { Pipeline } from '../api-types.ts';
import { PipelineNav } from '../nav.tsx';
import { breadcrumbs, pipelineUrl } from '../urls.ts';
import { addStage } from './change.ts';
import { StageEditor } from './stage.tsx';
import { StageForm } from './stage-form.tsx';

/** *Edit*: the page calls AWS only on *Save*. */
export function Edit({ name = '' }: RouteParams) {
  const loaded = useLoaded(
    `Edit ${name}`,
    async (aws) => (await aws<{ pipeline: Pipeline }>('codepipeline', 'get-pipeline', { name })).pipeline,
    [name],
  );
  const [edited, setEdited] = useState<Pipeline>();
  const [openStage, setOpenStage] = useState<string>();
  const [dialog, setDialog] = useState<{ addAt: number } | 'save' | 'cancel'>();
  const closeDialog = () => setDialog(undefined);
  const leavePage = () => navigate(pipelineUrl(name));
  const isChanged = edited !== undefined;
  return (
    <Page
      title={`Editing: ${name}`}
      breadcrumbs={breadcrumbs(name)}
      actions={
        <>
          <button type="button" class="plain" onClick={() => (isChanged ? setDialog('cancel') : leavePage())}>
            Cancel
          </button>
          <button type="button" class="primary" disabled={!isChanged} onClick={() => setDialog('save')}>
            Save
          </button>
        </>
      }
    >
      <PipelineNav name={name} current="Edit" />
      <WhenLoaded of={loaded}>
        {(read) => {
          const pipeline = edited ?? read;
          const addButton = (at: number, position: string) => (
            <button type="button" class="plain add-stage" onClick={() => setDialog({ addAt: at })}>
              + Add stage<span class="unseen"> {position}</span>
            </button>
          );
          return (
            <>
              {addButton(0, 'before all')}
              {pipeline.stages.map((stage, index) => (
                <div key={stage.name}>
                  <StageEditor
                    {...{ pipeline, stage }}
                    isOpen={openStage === stage.name}
                    onOpen={(isOpen) => setOpenStage(isOpen ? stage.name : undefined)}
                    onChange={setEdited}
                  />
                  {addButton(index + 1, `after ${stage.name}`)}
                </div>
              ))}
              {typeof dialog === 'object' ? (
                <StageForm
                  existingNames={pipeline.stages.map((stage) => stage.name)}
                  onClose={closeDialog}
                  onDone={(stageName) => {
                    setEdited(addStage(pipeline, dialog.addAt, stageName));
                    setOpenStage(stageName);
                    closeDialog();
                  }}
                />
              ) : null}
            </>
          );
        }}
      </WhenLoaded>
      {dialog === 'save' && edited !== undefined ? (
        <Dialog
          title="Save pipeline changes"
          onClose={closeDialog}
          actions={
            <AwsButton
              label="Save"
              title={`Save ${name}`}
              run={async (aws) => {
                await aws('codepipeline', 'update-pipeline', { pipeline: { ...edited } as never });
                showSuccess(`The pipeline ${name} was saved.`);
                leavePage();
              }}
            />
          }
        >
          <p>
            The new definition holds from the next execution on. An execution that runs now keeps its own.
          </p>
        </Dialog>
      ) : null}
      {dialog === 'cancel' ? (
        <Dialog
          title="Discard changes?"
          onClose={closeDialog}
          closeLabel="Go on editing"
          actions={
            <button type="button" class="danger" onClick={leavePage}>
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
