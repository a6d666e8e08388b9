import type { ClientSettings, Clients } from '../checker/account/clients.ts';
import { retrying } from '../checker/account/retry.ts';
import { sharedSockets } from '../checker/account/shared-sockets.ts';
import { clientsIn } from '../lab-home/account.ts';
import { practiceKey, type Target } from '../lab-home/target.ts';
import type { Seat } from './seat.ts';

/** The accounts of a class, opened when first asked for: seats with the same access and region share their clients. */
export interface SeatAccess {
  clientsOf(seat: Pick<Seat, 'access' | 'region'>): Clients;
  /** Lets go of this access's clients until they are asked for again; what was assumed is kept. */
  rest(access: Seat['access']): void;
  /** The next clients of this access are made anew: somebody may have signed in again. */
  forget(access: Seat['access']): void;
  destroy(): void;
}

/** Assumed credentials are asked for anew this long before they end, in milliseconds. */
const early = 5 * 60_000;

/** Credentials of a role, by the class's own; kept until shortly before they end. */
function assuming(access: Extract<Seat['access'], { kind: 'role' }>, base: Clients) {
  type Assumed = Awaited<ReturnType<Clients['credentials']>>;
  let kept: Promise<Assumed> | undefined;
  let until = 0;
  async function assume(): Promise<Assumed> {
    const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const { client } = await base.get('sts');
    const command = new AssumeRoleCommand({
      ...{ RoleArn: access.roleArn, RoleSessionName: 'codepipeline-lab-class' },
      ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
    });
    // All of a class's roles are assumed at once, and STS may ask for patience.
    const { Credentials: found } = await retrying(() => client.send(command));
    if (!found?.AccessKeyId || !found.SecretAccessKey || !found.SessionToken)
      throw new Error(`STS answered no credentials for ${access.roleArn}`);
    until = found.Expiration?.getTime() ?? 0;
    return {
      ...{ accessKeyId: found.AccessKeyId, secretAccessKey: found.SecretAccessKey },
      ...{ sessionToken: found.SessionToken },
      ...(found.Expiration === undefined ? {} : { expiration: found.Expiration }),
    };
  }
  return () => {
    if (kept === undefined || Date.now() > until - early) {
      until = Number.POSITIVE_INFINITY;
      // What failed is asked for again: the role may have been mended.
      kept = assume().catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
    }
    return kept;
  };
}

/** Keys of a profile never go to a practice account, nor a practice account's to AWS. */
function held(target: Target, profile: string, { credentials }: Clients): Clients['credentials'] {
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
export function seatAccess(
  target: Target,
  settings: Pick<ClientSettings, 'answerTimeoutMs'> = {},
): SeatAccess {
  const sockets = sharedSockets();
  const more = { ...settings, sockets };
  const opened = new Map<string, Clients>();
  const assumed = new Map<string, ReturnType<typeof assuming>>();
  const open = (key: string, make: () => Clients) => {
    const clients = opened.get(key) ?? make();
    opened.set(key, clients);
    return clients;
  };
  const beginsOf = (access: Seat['access']) =>
    access.kind === 'shared' ? '["shared",' : `[${JSON.stringify(access)},`;
  const openedBy = (access: Seat['access']) =>
    [...opened]
      .filter(([key]) => key.startsWith(beginsOf(access)))
      .map(([key, clients]) => ({ key, clients }));
  const own = (region: string) =>
    open(JSON.stringify(['shared', region]), () => clientsIn(region, target, more));
  const { credentials: _, ...named } = target;
  return {
    clientsOf({ access, region }) {
      if (access.kind === 'shared') return own(region);
      const key = JSON.stringify([access, region]);
      if (access.kind === 'profile') {
        const { profile } = access;
        const theirs = open(JSON.stringify([access, region, 'keys']), () =>
          clientsIn(region, { ...named, profile }, { ...more, chosen: true }),
        );
        return open(key, () =>
          clientsIn(
            region,
            { ...named, profile },
            { ...more, chosen: true, credentials: held(target, profile, theirs) },
          ),
        );
      }
      const assume = assumed.get(key) ?? assuming(access, own(region));
      assumed.set(key, assume);
      return open(key, () => clientsIn(region, target, { ...more, credentials: assume }));
    },
    rest(access) {
      // A hundred accounts' clients fill more memory than all that they answer. A role's can be made anew at any
      // time; a profile's hold what its process or sign-in gave, and the shared account's assume the others' roles.
      if (access.kind === 'role') for (const { key } of openedBy(access)) opened.delete(key);
    },
    forget(access) {
      for (const { key, clients } of openedBy(access)) {
        clients.destroy();
        opened.delete(key);
      }
      for (const key of assumed.keys()) if (key.startsWith(beginsOf(access))) assumed.delete(key);
    },
    destroy() {
      for (const clients of opened.values()) clients.destroy();
      opened.clear();
      assumed.clear();
      sockets.close();
    },
  };
}
