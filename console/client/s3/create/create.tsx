import { useState } from 'preact/hooks';
import { fail, succeed } from '../../../../companion/ui/flash.tsx';
import { Box, Checkbox, Radios, Tags, Text } from '../../../../companion/ui/form.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { currentRegion } from '../../region.ts';
import { go } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { bucketAddress, bucketsAddress, crumbsTo } from '../place.ts';
import { BlockForm } from '../settings/block-form.tsx';
import { EncryptionForm } from '../settings/encryption-form.tsx';
import { OwnershipForm } from '../settings/ownership-form.tsx';
import { type Draft, emptyDraft, isWhole } from './draft.ts';
import { HalfMade, makeBucket } from './make.ts';
import { nameProblem } from './name.ts';

/** *Create bucket*, with the boxes of the real one. */
export function CreateBucket() {
  const [draft, setDraft] = useState(emptyDraft);
  const [wasChecked, setChecked] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const region = currentRegion();
  const mayBePublic = !isWhole(draft.block);
  const problem = nameProblem(draft.name);
  const unsaid = mayBePublic && !draft.acknowledged;
  return (
    <Page title="Create bucket" crumbs={crumbsTo()}>
      <General draft={draft} change={change} region={region} error={wasChecked ? problem : undefined} />
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
        {wasChecked && unsaid ? (
          <p class="field-error" role="alert">
            ✗ Block all public access, or acknowledge that the bucket may become public.
          </p>
        ) : null}
      </Box>
      <Box title="Bucket Versioning">
        <Radios
          legend="Bucket Versioning"
          isLegendUnseen
          value={draft.versioning}
          choices={[
            { value: 'Disable', label: 'Disable' },
            { value: 'Enable', label: 'Enable', hint: 'An object that is written again keeps what it was.' },
          ]}
          onValue={(versioning) => change({ versioning })}
        />
      </Box>
      <Box title="Tags">
        <Tags tags={draft.tags} onValue={(tags) => change({ tags })} />
      </Box>
      <Box title="Default encryption">
        <EncryptionForm value={draft.encryption} onValue={(encryption) => change({ encryption })} />
      </Box>
      <div class="actions form-end">
        <a class="plain" href={bucketsAddress()}>
          Cancel
        </a>
        <AwsButton
          label="Create bucket"
          title={`Create bucket ${draft.name}`}
          run={async (aws) => {
            setChecked(true);
            if (problem !== undefined) throw new Error(problem);
            if (unsaid)
              throw new Error('Block all public access, or acknowledge that the bucket may become public.');
            try {
              await makeBucket(aws, region, draft);
            } catch (error) {
              if (!(error instanceof HalfMade)) throw error;
              fail(error);
              go(bucketAddress(draft.name));
              return;
            }
            succeed(`Successfully created bucket “${draft.name}”.`);
            go(bucketsAddress());
          }}
        />
      </div>
    </Page>
  );
}

function General(props: {
  draft: Draft;
  change(part: Partial<Draft>): void;
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
      <Radios
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
      <Radios
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
      <Text
        label="Bucket name"
        hint="3 to 63 small letters, digits, dots and dashes."
        value={props.draft.name}
        error={props.error}
        onValue={(name) => props.change({ name })}
      />
    </Box>
  );
}
