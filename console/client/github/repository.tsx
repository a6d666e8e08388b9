import { CopyButton } from '../../../companion/ui/copy-button.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { loggedGitHost } from '../git-host.ts';
import { useLoaded } from '../use-loaded.ts';
import { remoteUrl } from './commands.ts';
import { Files } from './files.tsx';
import { GithubPage } from './page.tsx';
import type { Repository } from './repositories.tsx';
import type { RepositoryDetails } from './repository-details.ts';
import { repositoryUrl } from './urls.ts';

/** Reads a repository and its branches. */
export const useRepository = (repository: string) =>
  useLoaded(
    `Repository ${repository}`,
    (aws) =>
      loggedGitHost<RepositoryDetails>(aws, `git ls-remote --heads ${remoteUrl(repository)}`, 'repository', {
        repository,
      }),
    [repository],
  );

/** A repository's page: its files, or how to start when there are none. */
export function RepositoryPage({ owner = '', name = '', branch, rest = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const loaded = useRepository(repository);
  return (
    <GithubPage title={repository} repository={repository}>
      <WhenLoaded of={loaded}>
        {(details) => {
          const [first] = details.branches;
          if (first === undefined) return <QuickSetup repository={details} />;
          const preferred = details.branches.find((one) => one.name === details.defaultBranch) ?? first;
          return <Files repository={details} branch={branch ?? preferred.name} folder={rest} />;
        }}
      </WhenLoaded>
    </GithubPage>
  );
}

function QuickSetup({ repository: { name, defaultBranch } }: { repository: Repository }) {
  const push = `git remote add origin ${remoteUrl(name)}\ngit push -u origin ${defaultBranch}`;
  return (
    <Box title="Quick setup">
      <p>
        There is nothing in this repository yet. Get started by{' '}
        <a href={repositoryUrl(name, 'new', defaultBranch)}>creating a new file</a>, or push a repository that
        you have from a shell of the lab:
      </p>
      <pre>
        <code>{push}</code>
      </pre>
      <p>
        <CopyButton subject="the commands" text={push} />
      </p>
    </Box>
  );
}
