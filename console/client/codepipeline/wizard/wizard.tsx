import { useRef, useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { clearFlash, showSuccess } from '../../../../companion/ui/flash.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { currentRegion } from '../../region.ts';
import { navigate } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { breadcrumbs, pipelinesUrl, pipelineUrl } from '../urls.ts';
import { createPipeline } from './create.ts';
import { DeployStep } from './deploy.tsx';
import { emptyDraft } from './draft.ts';
import { CreationOptionStep } from './option.tsx';
import type { WizardStepProps } from './page-props.ts';
import { problemsOf } from './problems.ts';
import { ReviewStep } from './review.tsx';
import type { CreatedResources } from './role.ts';
import { SettingsStep } from './settings.tsx';
import { SkippedStep } from './skip.tsx';
import { SourceStep } from './source.tsx';

const titles = [
  'Choose creation option',
  'Choose pipeline settings',
  'Add source stage',
  'Add build stage',
  'Add test stage',
  'Add deploy stage',
  'Review',
];

const skippableStages: Record<number, string> = { 3: 'build', 4: 'test' };

/** *Create pipeline*: the same pages as in AWS's console. The values stay when the user goes back and forth. */
export function CreatePipeline() {
  const region = currentRegion();
  const [stepIndex, setStepIndex] = useState(0);
  const [draft, setDraft] = useState(() => emptyDraft(region));
  const created = useRef<CreatedResources>({});
  const [wasSubmitted, setSubmitted] = useState(false);
  const [isConfirmingSkip, setConfirmingSkip] = useState(false);
  const problems = wasSubmitted ? problemsOf(stepIndex, draft, region) : {};
  const goToStep = (to: number) => {
    clearFlash();
    setSubmitted(false);
    setConfirmingSkip(false);
    setStepIndex(to);
  };
  function goToNextStep(): void {
    if (Object.keys(problemsOf(stepIndex, draft, region)).length === 0) goToStep(stepIndex + 1);
    else {
      setSubmitted(true);
      // Focuses the first invalid field, which the next render marks.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus());
    }
  }
  const props: WizardStepProps = {
    draft,
    problems,
    change: (part) => setDraft((previous) => ({ ...previous, ...part })),
  };
  const stage = skippableStages[stepIndex];
  const title = titles[stepIndex] ?? '';
  return (
    <Page
      title={title}
      breadcrumbs={[...breadcrumbs(), ['Create new pipeline', '/console/codepipeline/create']]}
    >
      <ol class="wizard-steps" aria-label="Steps">
        {titles.map((name, index) => (
          <li key={name} {...(index === stepIndex ? { 'aria-current': 'step' as const } : {})}>
            {name}
          </li>
        ))}
      </ol>
      {stepIndex === 0 ? <CreationOptionStep /> : null}
      {stepIndex === 1 ? <SettingsStep {...props} /> : null}
      {stepIndex === 2 ? <SourceStep {...props} /> : null}
      {stage === undefined ? null : <SkippedStep stage={stage} />}
      {stepIndex === 5 ? <DeployStep {...props} /> : null}
      {stepIndex === 6 ? <ReviewStep {...props} /> : null}
      <div class="actions form-end">
        <a class="plain" href={pipelinesUrl()}>
          Cancel
        </a>
        {stepIndex === 0 ? null : (
          <button type="button" class="plain" onClick={() => goToStep(stepIndex - 1)}>
            Previous
          </button>
        )}
        {stage === undefined ? null : (
          <button type="button" class="primary" onClick={() => setConfirmingSkip(true)}>
            Skip {stage} stage
          </button>
        )}
        {stepIndex === 6 ? (
          <AwsButton
            label="Create pipeline"
            title={`Create pipeline ${draft.name}`}
            run={async (aws) => {
              await createPipeline(aws, draft, region, created.current);
              showSuccess(`The pipeline ${draft.name} was created.`);
              navigate(pipelineUrl(draft.name));
            }}
          />
        ) : stage === undefined ? (
          <button type="button" class="primary" onClick={goToNextStep}>
            Next
          </button>
        ) : null}
      </div>
      {isConfirmingSkip ? (
        <Dialog
          title={`Skip ${stage} stage`}
          onClose={() => setConfirmingSkip(false)}
          actions={
            <button type="button" class="primary" onClick={() => goToStep(stepIndex + 1)}>
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
