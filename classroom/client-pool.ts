import type { ClientSettings, Clients } from '../checker/account/clients.ts';
import { withRetries } from '../checker/account/retry.ts';
import { sharedSockets } from '../checker/account/shared-sockets.ts';
import { clientsIn } from '../lab-home/account.ts';
import { practiceKey, type Target } from '../lab-home/target.ts';
import type { Seat } from './seat.ts';

/** The accounts of a class, opened when first asked for: seats with the same access and region share their clients. */
export interface ClientPool {
  clientsOf(seat: Pick<Seat, 'access' | 'region'>): Clients;
  /** Lets go of this access's clients until they are asked for again; what was assumed is kept. */
  release(access: Seat['access']): void;
  /** The next clients of this access are made anew: somebody may have signed in again. */
  forget(access: Seat['access']): void;
  destroy(): void;
}

/** Assumed credentials are asked for anew this long before they end, in milliseconds. */
const refreshMarginMs = 5 * 60_000;

/** Credentials of a role, by the class's own; kept until shortly before they end. */
function roleCredentials(access: Extract<Seat['access'], { kind: 'role' }>, base: Clients) {
  type Assumed = Awaited<ReturnType<Clients['credentials']>>;
  let assumed: Promise<Assumed> | undefined;
  let expiresAt = 0;
  async function assume(): Promise<Assumed> {
    const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const { client } = await base.get('sts');
    const command = new AssumeRoleCommand({
      ...{ RoleArn: access.roleArn, RoleSessionName: 'codepipeline-lab-class' },
      ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
    });
    // All of a class's roles are assumed at once, and STS may ask for patience.
    const { Credentials: found } = await withRetries(() => client.send(command));
    if (!found?.AccessKeyId || !found.SecretAccessKey || !found.SessionToken)
      throw new Error(`STS answered no credentials for ${access.roleArn}`);
    expiresAt = found.Expiration?.getTime() ?? 0;
    return {
      ...{ accessKeyId: found.AccessKeyId, secretAccessKey: found.SecretAccessKey },
      ...{ sessionToken: found.SessionToken },
      ...(found.Expiration === undefined ? {} : { expiration: found.Expiration }),
    };
  }
  return () => {
    if (assumed === undefined || Date.now() > expiresAt - refreshMarginMs) {
      expiresAt = Number.POSITIVE_INFINITY;
      // What failed is asked for again: the role may have been mended.
      assumed = assume().catch((error: unknown) => {
        assumed = undefined;
        throw error;
      });
    }
    return assumed;
  };
}

/** Keys of a profile never go to a practice account, nor a practice account's to AWS. */
function guardedCredentials(
  target: Target,
  profile: string,
  { credentials }: Clients,
): Clients['credentials'] {
  return async () => {
    const found = await credentials();
    if (practiceKey.test(found.accessKeyId) === (target.kind === 'practice')) return found;
    const whose = target.kind === 'practice' ? 'not a practice account’s' : 'a practice account’s';
    const message = `the keys of profile ${profile} are ${whose}; nothing was sent`;
    throw Object.assign(new Error(message), { name: 'WrongTarget' });
  };
}

/**
 * Opens the accounts that seats work in, by what the target says of the class's own credentials. `settings` are for
 * all clients, and all share their sockets: `destroy` closes them.
 */
export function openClientPool(
  target: Target,
  settings: Pick<ClientSettings, 'answerTimeoutMs'> = {},
): ClientPool {
  const sockets = sharedSockets();
  const more = { ...settings, sockets };
  const opened = new Map<string, Clients>();
  const rolesByAccess = new Map<string, ReturnType<typeof roleCredentials>>();
  const open = (key: string, make: () => Clients) => {
    const clients = opened.get(key) ?? make();
    opened.set(key, clients);
    return clients;
  };
  const keyPrefixOf = (access: Seat['access']) =>
    access.kind === 'shared' ? '["shared",' : `[${JSON.stringify(access)},`;
  const openedBy = (access: Seat['access']) =>
    [...opened]
      .filter(([key]) => key.startsWith(keyPrefixOf(access)))
      .map(([key, clients]) => ({ key, clients }));
  const sharedClients = (region: string) =>
    open(JSON.stringify(['shared', region]), () => clientsIn(region, target, more));
  const { credentials: _, ...targetWithoutKeys } = target;
  return {
    clientsOf({ access, region }) {
      if (access.kind === 'shared') return sharedClients(region);
      const key = JSON.stringify([access, region]);
      if (access.kind === 'profile') {
        const { profile } = access;
        const profileClients = open(JSON.stringify([access, region, 'keys']), () =>
          clientsIn(region, { ...targetWithoutKeys, profile }, { ...more, isExplicitProfile: true }),
        );
        return open(key, () =>
          clientsIn(
            region,
            { ...targetWithoutKeys, profile },
            {
              ...more,
              isExplicitProfile: true,
              credentials: guardedCredentials(target, profile, profileClients),
            },
          ),
        );
      }
      const assume = rolesByAccess.get(key) ?? roleCredentials(access, sharedClients(region));
      rolesByAccess.set(key, assume);
      return open(key, () => clientsIn(region, target, { ...more, credentials: assume }));
    },
    release(access) {
      // A hundred accounts' clients fill more memory than all that they answer. A role's can be made anew at any
      // time; a profile's hold what its process or sign-in gave, and the shared account's assume the others' roles.
      if (access.kind === 'role') for (const { key } of openedBy(access)) opened.delete(key);
    },
    forget(access) {
      for (const { key, clients } of openedBy(access)) {
        clients.destroy();
        opened.delete(key);
      }
      for (const key of rolesByAccess.keys())
        if (key.startsWith(keyPrefixOf(access))) rolesByAccess.delete(key);
    },
    destroy() {
      for (const clients of opened.values()) clients.destroy();
      opened.clear();
      rolesByAccess.clear();
      sockets.close();
    },
  };
}
