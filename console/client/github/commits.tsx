import { CopyButton } from '../../../companion/ui/copy-button.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { gitHost } from '../git-host.ts';
import { useLoaded } from '../use-loaded.ts';
import type { Commit } from './files.tsx';
import { GithubPage } from './page.tsx';

/** The newest hundred commits of a branch. */
export function Commits({ owner = '', name = '', branch = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const loaded = useLoaded(
    `Commits of ${repository}`,
    () => gitHost<{ commits: Commit[] }>('commits', { repository, branch }),
    [repository, branch],
  );
  return (
    <GithubPage title={`Commits on ${branch}`} repository={repository}>
      <WhenLoaded of={loaded}>
        {({ commits }) => (
          <Table
            label="Commits"
            rows={commits}
            id={({ id }) => id}
            empty="There is no commit here."
            columns={[
              { name: 'Message', cell: ({ title }) => title },
              {
                name: 'Commit',
                cell: ({ id }) => (
                  <>
                    <code>{id.slice(0, 7)}</code>{' '}
                    <CopyButton subject={`the id of commit ${id.slice(0, 7)}`} text={id} />
                  </>
                ),
              },
              { name: 'Author', cell: ({ author }) => author },
              { name: 'Time', cell: ({ time }) => <Timestamp time={time} /> },
            ]}
          />
        )}
      </WhenLoaded>
    </GithubPage>
  );
}
