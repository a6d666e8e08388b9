import { Read } from '../../../companion/ui/page.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { host } from '../host.ts';
import { useLoaded } from '../load.ts';
import { to } from '../router.ts';
import { GithubPage } from './page.tsx';
import { placeIn } from './place.ts';

export interface Repository {
  name: string;
  private: boolean;
  defaultBranch: string;
}

/** Every repository, and the account at the git host that is taken for the learner's. */
export const readRepositories = () => host<{ repositories: Repository[]; owner: string }>('repositories');

/** All repositories of the git host. */
export function Repositories() {
  const found = useLoaded('Repositories', readRepositories, []);
  return (
    <GithubPage
      title="Repositories"
      actions={
        <a class="primary" href={to('github', 'new')}>
          New repository
        </a>
      }
    >
      <Read of={found}>
        {({ repositories }) => (
          <Table
            label="Repositories"
            rows={repositories}
            id={({ name }) => name}
            empty="No repositories. Choose New repository, or push to one that is not there yet."
            columns={[
              { name: 'Name', cell: ({ name }) => <a href={placeIn(name)}>{name}</a> },
              { name: 'Visibility', cell: (one) => (one.private ? 'Private' : 'Public') },
              { name: 'Default branch', cell: ({ defaultBranch }) => defaultBranch },
            ]}
          />
        )}
      </Read>
    </GithubPage>
  );
}
