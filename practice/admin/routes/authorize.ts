import { authorize as finish } from '../../services/codeconnections/handshake.ts';
import { findInstallation, install } from '../../services/codeconnections/installations.ts';
import { granted } from './installations.ts';
import type { Context, Knob } from './knob.ts';
import { bad, needText, onlyMembers } from './read.ts';

/**
 * `POST /_admin/authorize {"name", "region"?, "account"?, "installation"? | "repositories"?}` finishes a connection's
 * handshake, which on AWS only the console can do. It rests on that installation of the app, or on one that is made
 * for these repositories, which all have one owner; else on one for all repositories of the git host.
 */
export const authorize: Knob = {
  method: 'POST',
  path: 'authorize',
  run(context, body) {
    onlyMembers(body, ['name', 'region', 'account', 'installation', 'repositories']);
    const { world, accountId, region } = context;
    const which = {
      accountId: String(body.account ?? accountId),
      region: String(body.region ?? region),
      name: String(body.name ?? ''),
    };
    return finish(world, which, () => installationOf(context, body));
  },
};

function installationOf(context: Context, body: Parameters<Knob['run']>[1]): string | undefined {
  const { installation } = body;
  const repositories = granted(context, body.repositories);
  if (installation !== undefined && repositories !== undefined)
    throw bad('Give installation or repositories, not both.');
  if (installation !== undefined)
    return findInstallation(context.world, needText(installation, 'installation', 'its number')).id;
  if (repositories === undefined) return undefined;
  const owners = new Set(repositories.map((name) => name.split('/')[0]));
  const [owner = ''] = owners;
  if (owners.size > 1) throw bad('repositories: all must have one owner, whose app it is.');
  return install(context.world, { owner, repositories }).id;
}
