import { Copy } from '../../../companion/ui/copy.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { hostAs } from '../host.ts';
import { useLoaded } from '../load.ts';
import { remote } from './commands.ts';
import { Files } from './files.tsx';
import { GithubPage } from './page.tsx';
import { placeIn } from './place.ts';
import type { Repository } from './repositories.tsx';
import type { RepositoryRead } from './use-repository.ts';

/** Reads a repository and its branches. */
export const useRepository = (repository: string) =>
  useLoaded(
    `Repository ${repository}`,
    (aws) =>
      hostAs<RepositoryRead>(aws, `git ls-remote --heads ${remote(repository)}`, 'repository', {
        repository,
      }),
    [repository],
  );

/** A repository's page: its files, or how to begin where there are none. */
export function RepositoryPage({ owner = '', name = '', branch, rest = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const found = useRepository(repository);
  return (
    <GithubPage title={repository} repository={repository}>
      <Read of={found}>
        {(read) => {
          const [first] = read.branches;
          if (first === undefined) return <QuickSetup repository={read} />;
          const preferred = read.branches.find((one) => one.name === read.defaultBranch) ?? first;
          return <Files repository={read} branch={branch ?? preferred.name} folder={rest} />;
        }}
      </Read>
    </GithubPage>
  );
}

function QuickSetup({ repository: { name, defaultBranch } }: { repository: Repository }) {
  const push = `git remote add origin ${remote(name)}\ngit push -u origin ${defaultBranch}`;
  return (
    <Box title="Quick setup">
      <p>
        There is nothing in this repository yet. Get started by{' '}
        <a href={placeIn(name, 'new', defaultBranch)}>creating a new file</a>, or push a repository that you
        have from a shell of the lab:
      </p>
      <pre>
        <code>{push}</code>
      </pre>
      <p>
        <Copy what="the commands" text={push} />
      </p>
    </Box>
  );
}
