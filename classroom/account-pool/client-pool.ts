import { defined } from '../../base/defined.ts';
import type { ClientSettings, Clients } from '../../checker/account/clients.ts';
import { withRetries } from '../../checker/account/retry.ts';
import { sharedSockets } from '../../checker/account/shared-sockets.ts';
import { clientsIn } from '../../lab-home/account.ts';
import { practiceKey, type Target } from '../../lab-home/target.ts';
import type { Access } from '../seat.ts';

/**
 * The clients of a class's accounts, created on first use. Seats with the same access and region share them.
 */
export interface ClientPool {
  clientsOf(access: Access, region: string): Clients;
  /**
   * Drops the clients of a role until they are needed again, and keeps the credentials of the assumed role.
   */
  release(access: Access): void;
  /** Drops this access's clients and credentials: the user can have signed in again in the meantime. */
  forget(access: Access): void;
  destroy(): void;
}

/** Credentials of an assumed role are renewed this long before they expire: milliseconds. */
const refreshMarginMs = 5 * 60_000;

/**
 * Returns a provider that assumes a role with `base` and keeps its credentials until shortly before they
 * expire.
 */
function roleCredentials(access: Extract<Access, { kind: 'role' }>, base: Clients) {
  type Assumed = Awaited<ReturnType<Clients['credentials']>>;
  let assumed: Promise<Assumed> | undefined;
  let expiresAt = 0;
  async function assume(): Promise<Assumed> {
    const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const client = await base.get('sts');
    const command = new AssumeRoleCommand({
      RoleArn: access.roleArn,
      RoleSessionName: 'codepipeline-lab-class',
      ...defined({ ExternalId: access.externalId }),
    });
    // All of a class's roles are assumed at the same time, so STS can throttle.
    const { Credentials: found } = await withRetries(() => client.send(command));
    if (!found?.AccessKeyId || !found.SecretAccessKey || !found.SessionToken)
      throw new Error(`STS answered no credentials for ${access.roleArn}`);
    expiresAt = found.Expiration?.getTime() ?? 0;
    return {
      accessKeyId: found.AccessKeyId,
      secretAccessKey: found.SecretAccessKey,
      sessionToken: found.SessionToken,
      ...defined({ expiration: found.Expiration }),
    };
  }
  return () => {
    if (assumed === undefined || Date.now() > expiresAt - refreshMarginMs) {
      expiresAt = Number.POSITIVE_INFINITY;
      // A failure is not kept: the role can have been fixed by the next attempt.
      assumed = assume().catch((error: unknown) => {
        assumed = undefined;
        throw error;
      });
    }
    return assumed;
  };
}

/**
 * Credentials that reject if a profile's keys would reach a practice account, or practice keys would reach
 * AWS.
 */
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
 * Opens a pool of clients for the accounts of a class. `target` supplies the class's own credentials.
 * `settings` apply to all clients. All clients share their sockets, which `destroy` closes.
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
  const keyPrefixOf = (access: Access) =>
    access.kind === 'shared' ? '["shared",' : `[${JSON.stringify(access)},`;
  const openedBy = (access: Access) =>
    [...opened]
      .filter(([key]) => key.startsWith(keyPrefixOf(access)))
      .map(([key, clients]) => ({ key, clients }));
  const sharedClients = (region: string) =>
    open(JSON.stringify(['shared', region]), () => clientsIn(region, target, more));
  const { credentials: _, ...targetWithoutKeys } = target;
  return {
    clientsOf(access, region) {
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
      // The clients of a hundred accounts take more memory than all their answers. Only a role's clients can
      // be recreated at any time: a profile's keep the result of a process or a sign-in, and the shared
      // account's assume the roles.
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
