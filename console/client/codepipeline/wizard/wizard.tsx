import { useRef, useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { clearFlash, succeed } from '../../../../companion/ui/flash.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { currentRegion } from '../../region.ts';
import { go } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { crumbsTo, pipelineAddress, pipelinesAddress } from '../place.ts';
import { createPipeline } from './create.ts';
import { DeployPage } from './deploy.tsx';
import { emptyDraft } from './draft.ts';
import { OptionPage } from './option.tsx';
import type { PageProps } from './page-props.ts';
import { problemsOf } from './problems.ts';
import { ReviewPage } from './review.tsx';
import type { Made } from './role.ts';
import { SettingsPage } from './settings.tsx';
import { SkipPage } from './skip.tsx';
import { SourcePage } from './source.tsx';

const titles = [
  'Choose creation option',
  'Choose pipeline settings',
  'Add source stage',
  'Add build stage',
  'Add test stage',
  'Add deploy stage',
  'Review',
];

const skipped: Record<number, string> = { 3: 'build', 4: 'test' };

/** *Create pipeline*: page by page, as AWS's console leads through it. What was typed stays, back and forth. */
export function CreatePipeline() {
  const region = currentRegion();
  const [at, setAt] = useState(0);
  const [draft, setDraft] = useState(() => emptyDraft(region));
  const made = useRef<Made>({});
  const [isTried, setTried] = useState(false);
  const [skips, setSkips] = useState(false);
  const problems = isTried ? problemsOf(at, draft, region) : {};
  const turn = (to: number) => {
    clearFlash();
    setTried(false);
    setSkips(false);
    setAt(to);
  };
  function next(): void {
    if (Object.keys(problemsOf(at, draft, region)).length === 0) turn(at + 1);
    else {
      setTried(true);
      // The first field that something is wrong with; it is marked in the next drawing.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus());
    }
  }
  const props: PageProps = {
    ...{ draft, problems },
    change: (part) => setDraft((before) => ({ ...before, ...part })),
  };
  const stage = skipped[at];
  const title = titles[at] ?? '';
  return (
    <Page title={title} crumbs={[...crumbsTo(), ['Create new pipeline', '/console/codepipeline/create']]}>
      <ol class="wizard-steps" aria-label="Steps">
        {titles.map((name, index) => (
          <li key={name} {...(index === at ? { 'aria-current': 'step' as const } : {})}>
            {name}
          </li>
        ))}
      </ol>
      {at === 0 ? <OptionPage /> : null}
      {at === 1 ? <SettingsPage {...props} /> : null}
      {at === 2 ? <SourcePage {...props} /> : null}
      {stage === undefined ? null : <SkipPage stage={stage} />}
      {at === 5 ? <DeployPage {...props} /> : null}
      {at === 6 ? <ReviewPage {...props} /> : null}
      <div class="actions form-end">
        <a class="plain" href={pipelinesAddress()}>
          Cancel
        </a>
        {at === 0 ? null : (
          <button type="button" class="plain" onClick={() => turn(at - 1)}>
            Previous
          </button>
        )}
        {stage === undefined ? null : (
          <button type="button" class="primary" onClick={() => setSkips(true)}>
            Skip {stage} stage
          </button>
        )}
        {at === 6 ? (
          <AwsButton
            label="Create pipeline"
            title={`Create pipeline ${draft.name}`}
            run={async (aws) => {
              await createPipeline(aws, draft, region, made.current);
              succeed(`The pipeline ${draft.name} was created.`);
              go(pipelineAddress(draft.name));
            }}
          />
        ) : stage === undefined ? (
          <button type="button" class="primary" onClick={next}>
            Next
          </button>
        ) : null}
      </div>
      {skips ? (
        <Dialog
          title={`Skip ${stage} stage`}
          onClose={() => setSkips(false)}
          actions={
            <button type="button" class="primary" onClick={() => turn(at + 1)}>
              Skip
            </button>
          }
        >
          <p>Your pipeline will have no {stage} stage. You can add one later by editing it.</p>
        </Dialog>
      ) : null}
    </Page>
  );
}
