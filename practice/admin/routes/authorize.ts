import { completeHandshake as finish } from '../../services/codeconnections/handshake.ts';
import { findInstallation, install } from '../../services/codeconnections/installations.ts';
import type { Connection } from '../../services/codeconnections/records.ts';
import type { AdminContext, AdminRoute } from './admin-route.ts';
import { readRepositoryNames } from './installations.ts';
import { badRequest, rejectUnknownMembers, requireText } from './validate-body.ts';

/** The body of `POST /_admin/authorize`. */
export interface AuthorizeBody {
  /** The connection's name or ARN. */
  name: string;
  /** By default, the region of the account's exports. */
  region?: string;
  /** By default, the account of the token. */
  account?: string;
  /** The number of an installation of the app. */
  installation?: string;
  /** `owner/name` of each repository that the app is to be installed for. */
  repositories?: string[];
}

/**
 * `POST /_admin/authorize {"name", "region"?, "account"?, "installation"? | "repositories"?}` finishes a connection's
 * handshake, which on AWS only the console can do. The connection uses the given installation of the app, or a new one
 * for the given repositories, which must have one owner. Without either, it uses one for all repositories of the host.
 */
export const authorizeRoute: AdminRoute = {
  method: 'POST',
  path: 'authorize',
  run(context, body): Connection {
    rejectUnknownMembers(body, ['name', 'region', 'account', 'installation', 'repositories']);
    const { emulator, accountId, region } = context;
    const selector = {
      accountId: String(body.account ?? accountId),
      region: String(body.region ?? region),
      name: String(body.name ?? ''),
    };
    return finish(emulator, selector, () => installationOf(context, body));
  },
};

function installationOf(context: AdminContext, body: Parameters<AdminRoute['run']>[1]): string | undefined {
  const { installation } = body;
  const repositories = readRepositoryNames(context, body.repositories);
  if (installation !== undefined && repositories !== undefined)
    throw badRequest('Give installation or repositories, not both.');
  if (installation !== undefined)
    return findInstallation(context.emulator, requireText(installation, 'installation', 'its number')).id;
  if (repositories === undefined) return undefined;
  const owners = new Set(repositories.map((name) => name.split('/')[0]));
  const [owner = ''] = owners;
  if (owners.size > 1) throw badRequest('repositories: all must have one owner, whose app it is.');
  return install(context.emulator, { owner, repositories }).id;
}
