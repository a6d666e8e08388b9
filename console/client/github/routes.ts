import type { Route } from '../router.ts';
import { AccountSettings, Applications, Configure } from './applications.tsx';
import { Commits } from './commits.tsx';
import { EditFile, NewFile } from './edit.tsx';
import { FilePage } from './file.tsx';
import { Authorize, Install } from './handshake.tsx';
import { NewRepository } from './new-repository.tsx';
import { Repositories } from './repositories.tsx';
import { RepositoryPage } from './repository.tsx';
import { RepositorySettings } from './settings.tsx';

const repository = '/github/repositories/:owner/:name';

/** The pages of the pretend GitHub. */
export const githubRoutes: readonly Route[] = [
  { path: '/github', page: Repositories },
  { path: '/github/new', page: NewRepository },
  { path: '/github/settings', page: AccountSettings },
  { path: '/github/settings/applications', page: Applications },
  { path: '/github/settings/applications/:id', page: Configure },
  { path: '/github/authorize/:arn', page: Authorize },
  { path: '/github/install/:arn', page: Install },
  { path: repository, page: RepositoryPage },
  { path: `${repository}/settings`, page: RepositorySettings },
  { path: `${repository}/tree/:branch`, page: RepositoryPage },
  { path: `${repository}/tree/:branch/*`, page: RepositoryPage },
  { path: `${repository}/blob/:branch/*`, page: FilePage },
  { path: `${repository}/edit/:branch/*`, page: EditFile },
  { path: `${repository}/new/:branch`, page: NewFile },
  { path: `${repository}/new/:branch/*`, page: NewFile },
  { path: `${repository}/commits/:branch`, page: Commits },
];
