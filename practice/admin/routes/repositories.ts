import type { RepositoryRecord } from '../../git-host/repositories.ts';
import { revokeRepository } from '../../services/codeconnections/installations.ts';
import type { AdminRoute } from './admin-route.ts';
import { readBoolean, rejectUnknownMembers, requireText } from './validate-body.ts';

/** The body of `POST /_admin/repositories`. */
export interface NewRepository {
  /** `owner/name` */
  name: string;
  /** True by default. */
  private?: boolean;
}

/** The body of `PUT /_admin/repositories`. */
export interface DefaultBranch {
  /** `owner/name` */
  name: string;
  defaultBranch: string;
}

/** The response that lists repositories. */
export interface RepositoriesResponse {
  repositories: RepositoryRecord[];
}

const requireName = (value: unknown) => requireText(value, 'name', 'a repository as owner/name');

/** `/_admin/repositories`: what users do on a git host's web pages, since git has no command for it. */
export const repositoryRoutes: AdminRoute[] = [
  {
    method: 'GET',
    path: 'repositories',
    run: ({ repositories }): RepositoriesResponse => ({ repositories: repositories.list() }),
  },
  {
    method: 'POST',
    path: 'repositories',
    run({ repositories }, body): Promise<RepositoryRecord> {
      rejectUnknownMembers(body, ['name', 'private']);
      return repositories.create(requireName(body.name), readBoolean(body.private, 'private') ?? true);
    },
  },
  {
    method: 'PUT',
    path: 'repositories',
    run({ repositories }, body): Promise<RepositoryRecord> {
      rejectUnknownMembers(body, ['name', 'defaultBranch']);
      return repositories.setDefault(
        requireName(body.name),
        requireText(body.defaultBranch, 'defaultBranch', 'the name of a branch'),
      );
    },
  },
  {
    method: 'DELETE',
    path: 'repositories',
    async run({ emulator, repositories }, body): Promise<RepositoriesResponse> {
      rejectUnknownMembers(body, ['name']);
      const removed = requireName(body.name);
      await repositories.remove(removed);
      revokeRepository(emulator, removed);
      return { repositories: repositories.list() };
    },
  },
];
