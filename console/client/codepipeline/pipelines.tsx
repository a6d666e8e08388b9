import { useState } from 'preact/hooks';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { Status, When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { DeveloperToolsNav } from '../connections/nav.tsx';
import { useLoaded } from '../load.ts';
import { to } from '../router.ts';
import { DeletePipeline } from './delete.tsx';
import { createAddress, pipelineAddress } from './place.ts';
import { ReleaseChange } from './release.tsx';
import { type ExecutionSummary, statusOf } from './shapes.ts';

interface Row {
  name: string;
  pipelineType?: string;
  executionMode?: string;
  updated?: string;
  latest?: ExecutionSummary;
}

/** Every pipeline of the region, with its newest execution. */
export function Pipelines() {
  const [chosen, setChosen] = useState<string[]>([]);
  const [asks, setAsks] = useState<'release' | 'delete'>();
  const pipelines = useLoaded(
    'Pipelines',
    async (aws) => {
      const { pipelines: rows = [] } = await aws<{ pipelines?: Row[] }>('codepipeline', 'list-pipelines');
      return Promise.all(
        rows.map(async (row) => {
          const { pipelineExecutionSummaries: [latest] = [] } = await aws<{
            pipelineExecutionSummaries?: ExecutionSummary[];
          }>('codepipeline', 'list-pipeline-executions', { 'pipeline-name': row.name, 'max-results': 1 });
          return latest === undefined ? row : { ...row, latest };
        }),
      );
    },
    [],
    4000,
  );
  const [name] = chosen;
  const close = () => setAsks(undefined);
  return (
    <Page
      title="Pipelines"
      crumbs={[['CodePipeline', to('codepipeline', 'pipelines')]]}
      actions={
        <>
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => setAsks('release')}
          >
            Release change
          </button>
          <button type="button" class="plain" disabled={name === undefined} onClick={() => setAsks('delete')}>
            Delete pipeline
          </button>
          <a class="primary" href={createAddress()}>
            Create pipeline
          </a>
        </>
      }
    >
      <DeveloperToolsNav here="Pipelines" />
      <Read of={pipelines}>
        {(rows) => (
          <Table<Row>
            label="Pipelines"
            rows={rows}
            id={(row) => row.name}
            choose="one"
            chosen={chosen}
            onChoose={setChosen}
            empty="No pipelines in this region. Choose Create pipeline."
            columns={[
              { name: 'Name', cell: (row) => <a href={pipelineAddress(row.name)}>{row.name}</a> },
              { name: 'Latest execution status', cell: ({ latest }) => <ExecutionStatus of={latest} /> },
              { name: 'Latest source revisions', cell: ({ latest }) => <Sources of={latest} /> },
              { name: 'Latest execution started', cell: ({ latest }) => <When time={latest?.startTime} /> },
              {
                name: 'Type and mode',
                cell: ({ pipelineType, executionMode }) =>
                  `${pipelineType ?? 'V1'} · ${modeName(executionMode)}`,
              },
            ]}
          />
        )}
      </Read>
      {asks === 'release' && name !== undefined ? <ReleaseChange name={name} onClose={close} /> : null}
      {asks === 'delete' && name !== undefined ? (
        <DeletePipeline
          name={name}
          onClose={close}
          onDeleted={() => {
            setChosen([]);
            void pipelines.reload();
          }}
        />
      ) : null}
    </Page>
  );
}

/** `SUPERSEDED` → `Superseded` */
export const modeName = (mode: string | undefined): string =>
  mode === undefined ? 'Superseded' : mode[0] + mode.slice(1).toLowerCase();

/** An execution's status in words and shape. */
export function ExecutionStatus({ of }: { of: ExecutionSummary | undefined }) {
  const { kind, words } = statusOf(of?.status);
  return <Status kind={kind}>{of === undefined ? 'No executions yet' : words}</Status>;
}

/** What an execution is of: the commit's first characters, and what it says. */
export function Sources({ of }: { of: ExecutionSummary | undefined }) {
  return (
    <>
      {(of?.sourceRevisions ?? []).map(({ actionName, revisionId = '', revisionSummary }) => (
        <p class="revision" key={actionName}>
          {actionName} – <code>{revisionId.slice(0, 8)}</code>: {commitMessage(revisionSummary)}
        </p>
      ))}
    </>
  );
}

/** A source's summary is JSON for a connection's commit, and text for others. */
export function commitMessage(summary: string | undefined): string {
  if (summary === undefined) return '';
  try {
    const told: unknown = JSON.parse(summary);
    if (typeof told === 'object' && told !== null && 'CommitMessage' in told)
      return String(told.CommitMessage);
  } catch {
    // Text, as it stands.
  }
  return summary;
}
