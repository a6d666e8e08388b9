import { Box, RadioGroup, Select, TextField } from '../../../../companion/ui/form.tsx';
import { ConnectionChoice } from '../fields/connection.tsx';
import { BranchChoice, RepositoryChoice } from '../fields/repository.tsx';
import type { Draft, TriggerKind } from './draft.ts';
import type { WizardStepProps } from './page-props.ts';

/** *Add source stage*. */
export function SourceStep({ draft, problems, change }: WizardStepProps) {
  return (
    <>
      <Box title="Source">
        <Select<Exclude<Draft['sourceProvider'], ''>>
          label="Source provider"
          value={draft.sourceProvider}
          error={problems.sourceProvider}
          choices={[{ value: 'CodeStarSourceConnection', label: 'GitHub (via GitHub App)' }]}
          onValue={(sourceProvider) => change({ sourceProvider })}
        />
        {draft.sourceProvider === '' ? null : <GitHubFields {...{ draft, problems, change }} />}
      </Box>
      {draft.sourceProvider === '' ? null : <TriggerFields {...{ draft, problems, change }} />}
    </>
  );
}

function GitHubFields({ draft, problems, change }: WizardStepProps) {
  return (
    <>
      <ConnectionChoice
        value={draft.connection}
        error={problems.connection}
        // Repositories and branches depend on the connection.
        onValue={(connection) => change({ connection, repository: '', branch: '' })}
      />
      <RepositoryChoice
        key={draft.connection}
        connection={draft.connection}
        value={draft.repository}
        error={problems.repository}
        onValue={(repository) => change({ repository, branch: '' })}
      />
      <BranchChoice
        key={draft.repository}
        repository={draft.repository}
        value={draft.branch}
        error={problems.branch}
        onValue={(branch) => change({ branch })}
      />
      <RadioGroup<Draft['format']>
        legend="Output artifact format"
        value={draft.format}
        onValue={(format) => change({ format })}
        choices={[
          { value: 'CODE_ZIP', label: 'CodePipeline default', hint: 'The files as a zip, without history' },
          {
            value: 'CODEBUILD_CLONE_REF',
            label: 'Full clone',
            hint: 'With history, for actions of AWS CodeBuild alone',
          },
        ]}
      />
    </>
  );
}

function TriggerFields({ draft, problems, change }: WizardStepProps) {
  return (
    <Box title="Trigger">
      <RadioGroup<TriggerKind>
        legend="Trigger type"
        value={draft.trigger}
        onValue={(trigger) => change({ trigger })}
        choices={[
          { value: 'any', label: 'No filter', hint: 'Starts the pipeline on any push to the branch' },
          {
            value: 'filter',
            label: 'Specify filter',
            hint: 'Starts it on pushes to branches of these names',
          },
          { value: 'none', label: 'Do not detect changes', hint: 'Somebody starts it by hand' },
        ]}
      />
      {draft.trigger === 'filter' ? (
        <TextField
          label="Branches to include"
          hint="Names or patterns, with commas between them"
          value={draft.filterBranches}
          error={problems.filterBranches}
          onValue={(filterBranches) => change({ filterBranches })}
        />
      ) : null}
    </Box>
  );
}
