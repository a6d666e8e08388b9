import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { gitHost } from '../git-host.ts';
import { urlTo } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { GithubPage } from './page.tsx';
import { repositoryUrl } from './urls.ts';

export interface Repository {
  name: string;
  private: boolean;
  defaultBranch: string;
}

/** Every repository, and the account at the git host that the console treats as the learner's. */
export const readRepositories = () => gitHost<{ repositories: Repository[]; owner: string }>('repositories');

/** All repositories of the git host. */
export function Repositories() {
  const loaded = useLoaded('Repositories', readRepositories, []);
  return (
    <GithubPage
      title="Repositories"
      actions={
        <a class="primary" href={urlTo('github', 'new')}>
          New repository
        </a>
      }
    >
      <WhenLoaded of={loaded}>
        {({ repositories }) => (
          <Table
            label="Repositories"
            rows={repositories}
            id={({ name }) => name}
            empty="No repositories. Choose New repository, or push to one that is not there yet."
            columns={[
              { name: 'Name', cell: ({ name }) => <a href={repositoryUrl(name)}>{name}</a> },
              { name: 'Visibility', cell: (one) => (one.private ? 'Private' : 'Public') },
              { name: 'Default branch', cell: ({ defaultBranch }) => defaultBranch },
            ]}
          />
        )}
      </WhenLoaded>
    </GithubPage>
  );
}
