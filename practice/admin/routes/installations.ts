import { defined } from '../../core/defined.ts';
import { AwsError } from '../../core/errors.ts';
import {
  allInstallations,
  canAccessRepository,
  type Installation,
  install,
  uninstall,
} from '../../services/codeconnections/installations.ts';
import { connectionByArn } from '../../services/codeconnections/records.ts';
import type { AdminContext, AdminRoute } from './admin-route.ts';
import type { RepositoriesResponse } from './repositories.ts';
import { badRequest, readTextList, rejectUnknownMembers, requireText } from './validate-body.ts';

/** The body of `POST /_admin/installations`: without `repositories`, for all repositories of the owner. */
export interface NewInstallation {
  /** An account at the git host. */
  owner: string;
  /** `owner/name` of each. */
  repositories?: string[];
}

/** The response that lists the installations. */
export interface InstallationsResponse {
  installations: Installation[];
}

/**
 * `/_admin/installations`: the installations of AWS's app at the git host. On GitHub, the user installs the app there.
 * `POST /_admin/granted` returns the repositories that a connection can access.
 */
export const installationRoutes: AdminRoute[] = [
  {
    method: 'GET',
    path: 'installations',
    run: ({ emulator }): InstallationsResponse => ({ installations: allInstallations(emulator) }),
  },
  {
    method: 'POST',
    path: 'installations',
    run(context, body): Installation {
      rejectUnknownMembers(body, ['owner', 'repositories']);
      const owner = requireText(body.owner, 'owner', 'an account at the git host, such as octocat');
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(owner))
        throw badRequest(
          `owner is ${JSON.stringify(owner).slice(0, 200)}; expected a name as GitHub allows it.`,
        );
      const repositories = readRepositoryNames(context, body.repositories);
      const [foreign] = (repositories ?? []).filter(
        (name) => name.split('/')[0]?.toLowerCase() !== owner.toLowerCase(),
      );
      if (foreign !== undefined) throw badRequest(`repositories: ${foreign} is not ${owner}'s.`);
      return install(context.emulator, { owner, ...defined({ repositories }) });
    },
  },
  {
    method: 'DELETE',
    path: 'installations',
    run({ emulator }, body): InstallationsResponse {
      rejectUnknownMembers(body, ['id']);
      uninstall(emulator, requireText(body.id, 'id', 'the number of an installation'));
      return { installations: allInstallations(emulator) };
    },
  },
  {
    method: 'POST',
    path: 'granted',
    run({ emulator, repositories }, body): RepositoriesResponse {
      rejectUnknownMembers(body, ['connection']);
      const arn = requireText(body.connection, 'connection', "a connection's ARN");
      const connection = connectionByArn(emulator, arn);
      if (connection === undefined)
        throw new AwsError('ConnectionNotFound', `There is no connection ${arn.slice(0, 300)}.`, 404);
      const isAvailable = connection.status === 'AVAILABLE';
      return {
        repositories: repositories
          .list()
          .filter(({ name }) => isAvailable && canAccessRepository(emulator, connection, name)),
      };
    },
  },
];

/**
 * The chosen repositories as the host spells them, or undefined for all. Throws when the list is empty or a repository
 * does not exist.
 */
export function readRepositoryNames({ repositories }: AdminContext, value: unknown): string[] | undefined {
  const names = readTextList(value, 'repositories', '["octocat/codepipeline-s3-lab"]');
  if (names === undefined) return undefined;
  if (names.length === 0)
    throw badRequest('repositories is empty; name at least one, or leave it out for all.');
  const existing = repositories.list();
  return names.map((name) => {
    const found = existing.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found.name;
    throw new AwsError('RepositoryNotFound', `The git host has no repository ${name.slice(0, 200)}.`, 404);
  });
}
