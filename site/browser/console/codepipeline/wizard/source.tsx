import { host } from '../../host.ts';
import { useLoaded } from '../../load.ts';
import { to } from '../../router.ts';
import { Box, Radios, Select, Text } from '../../ui/form.tsx';
import { Read } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import type { Draft, TriggerKind } from './draft.ts';
import type { PageProps } from './wizard.tsx';

interface Connection {
  ConnectionName: string;
  ConnectionArn: string;
  ConnectionStatus: string;
}

/** *Add source stage*. */
export function SourcePage({ draft, problems, change }: PageProps) {
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
        {draft.sourceProvider === '' ? null : <GitHub {...{ draft, problems, change }} />}
      </Box>
      {draft.sourceProvider === '' ? null : <Trigger {...{ draft, problems, change }} />}
    </>
  );
}

function GitHub({ draft, problems, change }: PageProps) {
  const connections = useLoaded(
    'Connections',
    async (aws) => {
      const { Connections = [] } = await aws<{ Connections?: Connection[] }>(
        'codeconnections',
        'list-connections',
        { 'provider-type-filter': 'GitHub' },
      );
      return Connections;
    },
    [],
    3000,
  );
  const chosen = connections.value?.find(({ ConnectionArn }) => ConnectionArn === draft.connection);
  return (
    <>
      <Read of={connections}>
        {(rows) => (
          <>
            <Select
              label="Connection"
              value={draft.connection}
              error={problems.connection}
              hint={rows.length === 0 ? 'There is no connection in this region yet.' : undefined}
              choices={rows.map(({ ConnectionArn, ConnectionName }) => ({
                value: ConnectionArn,
                label: ConnectionName,
              }))}
              onValue={(connection) => change({ connection })}
            />
            <p class="hint" role="status">
              {chosen === undefined ? (
                <a href={to('connections')}>Connections</a>
              ) : chosen.ConnectionStatus === 'AVAILABLE' ? (
                <Status kind="good">Ready to connect</Status>
              ) : (
                <Status kind="waiting">
                  {`The connection is ${chosen.ConnectionStatus.toLowerCase()}: finish it under Settings, Connections.`}
                </Status>
              )}
            </p>
          </>
        )}
      </Read>
      <Repository key={chosen?.ConnectionStatus} {...{ draft, problems, change }} />
      <Branch {...{ draft, problems, change }} />
      <Radios<Draft['format']>
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

/** The repositories that the connection's app was installed for; typed by hand while none is known. */
function Repository({ draft, problems, change }: PageProps) {
  const { connection } = draft;
  const granted = useLoaded(
    'Repositories',
    async () =>
      connection === ''
        ? []
        : (
            await host<{ repositories: { name: string }[] }>('granted-repositories', {
              connectionArn: connection,
            })
          ).repositories.map(({ name }) => name),
    [connection],
  );
  const onValue = (repository: string) => change({ repository });
  const props = { label: 'Repository name', value: draft.repository, error: problems.repository, onValue };
  return (
    <Read of={granted}>
      {(rows) =>
        rows.length === 0 ? (
          <Text {...props} hint="As owner/name. The connection shows none." />
        ) : (
          <Select {...props} choices={rows.map((name) => ({ value: name, label: name }))} />
        )
      }
    </Read>
  );
}

/** The branches of the repository; typed by hand while none is known. */
function Branch({ draft, problems, change }: PageProps) {
  const { repository } = draft;
  const branches = useLoaded(
    'Branches',
    async () =>
      repository.includes('/')
        ? (await host<{ branches: { name: string }[] }>('repository', { repository })).branches.map(
            ({ name }) => name,
          )
        : [],
    [repository],
  );
  const onValue = (branch: string) => change({ branch });
  const props = { label: 'Default branch', value: draft.branch, error: problems.branch, onValue };
  // Not a field that turns into another one while somebody writes into it.
  if (branches.value === undefined && branches.error === undefined)
    return <p class="loading">Loading the branches …</p>;
  const names = branches.value ?? [];
  // A repository that nobody has made yet may be named, as in AWS's console.
  return names.length === 0 ? (
    <Text {...props} placeholder="main" />
  ) : (
    <Select {...props} choices={names.map((name) => ({ value: name, label: name }))} />
  );
}

function Trigger({ draft, problems, change }: PageProps) {
  return (
    <Box title="Trigger">
      <Radios<TriggerKind>
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
        <Text
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
