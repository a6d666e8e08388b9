import { Copy } from '../../../companion/ui/copy.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { host } from '../host.ts';
import { useLoaded } from '../load.ts';
import type { Commit } from './files.tsx';
import { GithubPage } from './page.tsx';

/** The newest hundred commits of a branch. */
export function Commits({ owner = '', name = '', branch = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const found = useLoaded(
    `Commits of ${repository}`,
    () => host<{ commits: Commit[] }>('commits', { repository, branch }),
    [repository, branch],
  );
  return (
    <GithubPage title={`Commits on ${branch}`} repository={repository}>
      <Read of={found}>
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
                    <Copy what={`the id of commit ${id.slice(0, 7)}`} text={id} />
                  </>
                ),
              },
              { name: 'Author', cell: ({ author }) => author },
              { name: 'Time', cell: ({ time }) => <When time={time} /> },
            ]}
          />
        )}
      </Read>
    </GithubPage>
  );
}
