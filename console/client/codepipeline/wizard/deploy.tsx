import { Box, Checkbox, Select, TextField } from '../../../../companion/ui/form.tsx';
import { currentRegion, selectableRegions } from '../../region.ts';
import { BucketChoice } from '../fields/bucket.tsx';
import { artifactName, type Draft } from './draft.ts';
import type { WizardStepProps } from './page-props.ts';

const acls = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;

/** *Add deploy stage*. */
export function DeployStep({ draft, problems, change }: WizardStepProps) {
  return (
    <Box title="Deploy">
      <Select<Exclude<Draft['deployProvider'], ''>>
        label="Deploy provider"
        value={draft.deployProvider}
        error={problems.deployProvider}
        choices={[{ value: 'S3', label: 'Amazon S3' }]}
        onValue={(deployProvider) => change({ deployProvider })}
      />
      {draft.deployProvider === '' ? null : <S3Fields {...{ draft, problems, change }} />}
    </Box>
  );
}

function S3Fields({ draft, problems, change }: WizardStepProps) {
  const consoleRegion = currentRegion();
  const regions = selectableRegions.map(([value, name]) => ({
    value: value as string,
    label: `${name} ${value}`,
  }));
  if (!regions.some(({ value }) => value === consoleRegion))
    regions.unshift({ value: consoleRegion, label: consoleRegion });
  return (
    <>
      <Select
        label="Region"
        value={draft.deployRegion}
        choices={regions}
        onValue={(deployRegion) => change({ deployRegion })}
      />
      <Select
        label="Input artifacts"
        value={artifactName}
        choices={[{ value: artifactName, label: artifactName }]}
        onValue={() => {}}
      />
      <BucketChoice
        label="Bucket"
        value={draft.bucket}
        error={problems.bucket}
        onValue={(bucket) => change({ bucket })}
      />
      {draft.extract ? null : (
        <TextField
          label="S3 object key"
          hint="The name that the zip gets in the bucket"
          value={draft.objectKey}
          error={problems.objectKey}
          onValue={(objectKey) => change({ objectKey })}
        />
      )}
      <Checkbox
        label="Extract file before deploy"
        hint="The zip is unpacked, and its files are put into the bucket"
        checked={draft.extract}
        onValue={(extract) => change({ extract })}
      />
      {draft.extract ? (
        <TextField
          label="Deployment path - optional"
          hint="A folder in the bucket"
          value={draft.deployPath}
          onValue={(deployPath) => change({ deployPath })}
        />
      ) : null}
      <details>
        <summary>Additional configuration</summary>
        <Select
          label="Canned ACL - optional"
          value={draft.cannedAcl}
          choices={[
            ...(draft.cannedAcl === '' ? [] : [{ value: '', label: 'None' }]),
            ...acls.map((value) => ({ value: value as string, label: value })),
          ]}
          onValue={(cannedAcl) => change({ cannedAcl })}
        />
        <TextField
          label="Cache control - optional"
          placeholder="max-age=60"
          value={draft.cacheControl}
          onValue={(cacheControl) => change({ cacheControl })}
        />
      </details>
      <Checkbox
        label="Configure automatic rollback on stage failure"
        checked={draft.rollback}
        onValue={(rollback) => change({ rollback })}
      />
    </>
  );
}
