import { useState } from 'preact/hooks';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Status, Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { DeveloperToolsNav } from '../connections/nav.tsx';
import { urlTo } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { type ExecutionSummary, statusOf } from './api-types.ts';
import { DeletePipeline } from './delete.tsx';
import { ReleaseChange } from './release.tsx';
import { createPipelineUrl, pipelineUrl } from './urls.ts';

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
  const [dialog, setDialog] = useState<'release' | 'delete'>();
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
  const closeDialog = () => setDialog(undefined);
  return (
    <Page
      title="Pipelines"
      breadcrumbs={[['CodePipeline', urlTo('codepipeline', 'pipelines')]]}
      actions={
        <>
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => setDialog('release')}
          >
            Release change
          </button>
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => setDialog('delete')}
          >
            Delete pipeline
          </button>
          <a class="primary" href={createPipelineUrl()}>
            Create pipeline
          </a>
        </>
      }
    >
      <DeveloperToolsNav current="Pipelines" />
      <WhenLoaded of={pipelines}>
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
              { name: 'Name', cell: (row) => <a href={pipelineUrl(row.name)}>{row.name}</a> },
              { name: 'Latest execution status', cell: ({ latest }) => <ExecutionStatus of={latest} /> },
              { name: 'Latest source revisions', cell: ({ latest }) => <Sources of={latest} /> },
              {
                name: 'Latest execution started',
                cell: ({ latest }) => <Timestamp time={latest?.startTime} />,
              },
              {
                name: 'Type and mode',
                cell: ({ pipelineType, executionMode }) =>
                  `${pipelineType ?? 'V1'} · ${modeName(executionMode)}`,
              },
            ]}
          />
        )}
      </WhenLoaded>
      {dialog === 'release' && name !== undefined ? (
        <ReleaseChange name={name} onClose={closeDialog} />
      ) : null}
      {dialog === 'delete' && name !== undefined ? (
        <DeletePipeline
          name={name}
          onClose={closeDialog}
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

/** An execution's status in words and by shape. */
export function ExecutionStatus({ of }: { of: ExecutionSummary | undefined }) {
  const { kind, label } = statusOf(of?.status);
  return <Status kind={kind}>{of === undefined ? 'No executions yet' : label}</Status>;
}

/** The source revisions of an execution: the first characters of each revision's id, and its commit message. */
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

/** The commit message in a revision's summary, which is JSON for a connection's commit and text for other sources. */
export function commitMessage(summary: string | undefined): string {
  if (summary === undefined) return '';
  try {
    const parsed: unknown = JSON.parse(summary);
    if (typeof parsed === 'object' && parsed !== null && 'CommitMessage' in parsed)
      return String(parsed.CommitMessage);
  } catch {
    // The summary is text.
  }
  return summary;
}
