import type { Route } from '../router.ts';
import { AccountSettings, Applications, InstallationSettings } from './applications.tsx';
import { Commits } from './commits.tsx';
import { EditFile, NewFile } from './edit.tsx';
import { FilePage } from './file.tsx';
import { AuthorizeApp, InstallApp } from './handshake.tsx';
import { NewRepository } from './new-repository.tsx';
import { Repositories } from './repositories.tsx';
import { RepositoryPage } from './repository.tsx';
import { RepositorySettings } from './settings.tsx';

const repositoryPath = '/github/repositories/:owner/:name';

/** The pages of the pretend GitHub. */
export const githubRoutes: readonly Route[] = [
  { path: '/github', page: Repositories },
  { path: '/github/new', page: NewRepository },
  { path: '/github/settings', page: AccountSettings },
  { path: '/github/settings/applications', page: Applications },
  { path: '/github/settings/applications/:id', page: InstallationSettings },
  { path: '/github/authorize/:arn', page: AuthorizeApp },
  { path: '/github/install/:arn', page: InstallApp },
  { path: repositoryPath, page: RepositoryPage },
  { path: `${repositoryPath}/settings`, page: RepositorySettings },
  { path: `${repositoryPath}/tree/:branch`, page: RepositoryPage },
  { path: `${repositoryPath}/tree/:branch/*`, page: RepositoryPage },
  { path: `${repositoryPath}/blob/:branch/*`, page: FilePage },
  { path: `${repositoryPath}/edit/:branch/*`, page: EditFile },
  { path: `${repositoryPath}/new/:branch`, page: NewFile },
  { path: `${repositoryPath}/new/:branch/*`, page: NewFile },
  { path: `${repositoryPath}/commits/:branch`, page: Commits },
];
