import { Box, Checkbox, RadioGroup, Select, TextField } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { currentRegion } from '../../region.ts';
import { useLoaded } from '../../use-loaded.ts';
import { BucketChoice } from '../fields/bucket.tsx';
import { type Draft, type Mode, roleNameOf } from './draft.ts';
import type { WizardStepProps } from './page-props.ts';

interface Role {
  RoleName: string;
  Arn: string;
  AssumeRolePolicyDocument?: unknown;
}

/** *Choose pipeline settings*. */
export function SettingsStep({ draft, problems, change }: WizardStepProps) {
  const region = currentRegion();
  return (
    <>
      <Box title="Pipeline settings">
        <TextField
          label="Pipeline name"
          hint="No more than 100 characters. It can't be changed later."
          value={draft.name}
          error={problems.name}
          onValue={(name) => change({ name })}
        />
        <p class="hint">Pipeline type: V2</p>
        <RadioGroup<Mode>
          legend="Execution mode"
          value={draft.mode}
          onValue={(mode) => change({ mode })}
          choices={[
            {
              value: 'SUPERSEDED',
              label: 'Superseded',
              hint: 'A newer execution overtakes an older one that waits between stages.',
            },
            { value: 'QUEUED', label: 'Queued', hint: 'Executions come one after the other.' },
            { value: 'PARALLEL', label: 'Parallel', hint: 'Executions run side by side.' },
          ]}
        />
        <RadioGroup<Draft['role']>
          legend="Service role"
          value={draft.role}
          onValue={(role) => change({ role })}
          choices={[
            { value: 'new', label: 'New service role', hint: 'Create a service role in your account' },
            {
              value: 'existing',
              label: 'Existing service role',
              hint: 'Choose one that is in your account',
            },
          ]}
        />
        {draft.role === 'new' ? (
          <>
            <TextField
              label="Role name"
              hint="Type your service role name"
              value={roleNameOf(draft, region)}
              error={problems.roleName}
              onValue={(roleName) => change({ roleName, isCustomRoleName: true })}
            />
            <Checkbox
              label="Allow AWS CodePipeline to create a service role so it can be used with this new pipeline"
              checked={draft.mayCreateRole}
              onValue={(mayCreateRole) => change({ mayCreateRole })}
            />
          </>
        ) : (
          <ExistingRole {...{ draft, problems, change }} />
        )}
      </Box>
      <Box title="Advanced settings">
        <RadioGroup<Draft['store']>
          legend="Artifact store"
          value={draft.store}
          onValue={(store) => change({ store })}
          choices={[
            {
              value: 'default',
              label: 'Default location',
              hint: 'One S3 bucket for all pipelines of this region and account that are made by console',
            },
            { value: 'custom', label: 'Custom location', hint: 'A bucket of your own, in this region' },
          ]}
        />
        {draft.store === 'custom' ? (
          <BucketChoice
            label="Artifact bucket"
            value={draft.storeBucket}
            error={problems.storeBucket}
            onValue={(storeBucket) => change({ storeBucket })}
          />
        ) : null}
        <p class="hint">Encryption key: the default AWS managed key. Variables: none.</p>
      </Box>
    </>
  );
}

function ExistingRole({ draft, problems, change }: WizardStepProps) {
  const roles = useLoaded(
    'Service roles',
    async (aws) => {
      const { Roles = [] } = await aws<{ Roles?: Role[] }>('iam', 'list-roles');
      return Roles.filter(({ AssumeRolePolicyDocument: trust }) =>
        JSON.stringify(trust ?? '').includes('codepipeline.amazonaws.com'),
      );
    },
    [],
  );
  return (
    <WhenLoaded of={roles}>
      {(rows) => (
        <Select
          label="Role ARN"
          hint="Roles that CodePipeline may take on"
          value={draft.roleArn}
          error={problems.roleArn}
          choices={rows.map(({ Arn }) => ({ value: Arn, label: Arn }))}
          onValue={(roleArn) => change({ roleArn })}
        />
      )}
    </WhenLoaded>
  );
}
