import { useState } from 'preact/hooks';
import { showError, showSuccess } from '../../../../companion/ui/flash.tsx';
import { Box, Checkbox, RadioGroup, TagEditor, TextField } from '../../../../companion/ui/form.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { currentRegion } from '../../region.ts';
import { navigate } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { BlockForm } from '../settings/block-form.tsx';
import { EncryptionForm } from '../settings/encryption-form.tsx';
import { OwnershipForm } from '../settings/ownership-form.tsx';
import { breadcrumbs, bucketsUrl, bucketUrl } from '../urls.ts';
import { nameProblem } from './bucket-name.ts';
import { createBucket, PartiallyCreated } from './create-bucket.ts';
import { type Draft, emptyDraft, isFullyBlocked } from './draft.ts';

/** *Create bucket*, with the same boxes as AWS's page. */
export function CreateBucket() {
  const [draft, setDraft] = useState(emptyDraft);
  const [wasSubmitted, setSubmitted] = useState(false);
  const change = (changes: Partial<Draft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const region = currentRegion();
  const mayBePublic = !isFullyBlocked(draft.block);
  const problem = nameProblem(draft.name);
  const needsAcknowledgment = mayBePublic && !draft.acknowledged;
  return (
    <Page title="Create bucket" breadcrumbs={breadcrumbs()}>
      <GeneralConfiguration
        draft={draft}
        change={change}
        region={region}
        error={wasSubmitted ? problem : undefined}
      />
      <Box title="Object Ownership">
        <OwnershipForm value={draft.ownership} onValue={(ownership) => change({ ownership })} />
      </Box>
      <Box title="Block Public Access settings for this bucket">
        <BlockForm block={draft.block} onValue={(block) => change({ block })} />
        {mayBePublic ? (
          <Checkbox
            label="I acknowledge that the current settings might result in this bucket and the objects within becoming public."
            checked={draft.acknowledged}
            onValue={(acknowledged) => change({ acknowledged })}
          />
        ) : null}
        {wasSubmitted && needsAcknowledgment ? (
          <p class="field-error" role="alert">
            ✗ Block all public access, or acknowledge that the bucket may become public.
          </p>
        ) : null}
      </Box>
      <Box title="Bucket Versioning">
        <RadioGroup
          legend="Bucket Versioning"
          isLegendHidden
          value={draft.versioning}
          choices={[
            { value: 'Disable', label: 'Disable' },
            { value: 'Enable', label: 'Enable', hint: 'An object that is written again keeps what it was.' },
          ]}
          onValue={(versioning) => change({ versioning })}
        />
      </Box>
      <Box title="Tags">
        <TagEditor tags={draft.tags} onValue={(tags) => change({ tags })} />
      </Box>
      <Box title="Default encryption">
        <EncryptionForm value={draft.encryption} onValue={(encryption) => change({ encryption })} />
      </Box>
      <div class="actions form-end">
        <a class="plain" href={bucketsUrl()}>
          Cancel
        </a>
        <AwsButton
          label="Create bucket"
          title={`Create bucket ${draft.name}`}
          run={async (aws) => {
            setSubmitted(true);
            if (problem !== undefined) throw new Error(problem);
            if (needsAcknowledgment)
              throw new Error('Block all public access, or acknowledge that the bucket may become public.');
            try {
              await createBucket(aws, region, draft);
            } catch (error) {
              if (!(error instanceof PartiallyCreated)) throw error;
              showError(error);
              navigate(bucketUrl(draft.name));
              return;
            }
            showSuccess(`Successfully created bucket “${draft.name}”.`);
            navigate(bucketsUrl());
          }}
        />
      </div>
    </Page>
  );
}

function GeneralConfiguration(props: {
  draft: Draft;
  change(changes: Partial<Draft>): void;
  region: string;
  error: string | undefined;
}) {
  return (
    <Box title="General configuration">
      <dl class="fact-list">
        <div>
          <dt>AWS Region</dt>
          <dd>{props.region}</dd>
        </div>
      </dl>
      <RadioGroup
        legend="Bucket type"
        value="general"
        choices={[
          {
            value: 'general',
            label: 'General purpose',
            hint: 'The only type that the practice account has.',
          },
        ]}
        onValue={() => {}}
      />
      <RadioGroup
        legend="Bucket namespace"
        value="global"
        choices={[
          {
            value: 'global',
            label: 'Global namespace',
            hint: 'The name is one for all accounts of the world.',
          },
        ]}
        onValue={() => {}}
      />
      <TextField
        label="Bucket name"
        hint="3 to 63 small letters, digits, dots and dashes."
        value={props.draft.name}
        error={props.error}
        onValue={(name) => props.change({ name })}
      />
    </Box>
  );
}
