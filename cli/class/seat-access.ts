import type { Clients } from '../../checker/account/clients.ts';
import type { Seat } from '../../checker/classroom/seat.ts';
import { clientsIn } from '../account.ts';
import type { Target } from '../target.ts';

/** The accounts of a class, opened when first asked for: seats with the same access and region share their clients. */
export interface SeatAccess {
  clientsOf(seat: Pick<Seat, 'access' | 'region'>): Clients;
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
    const { Credentials: found } = await client.send(
      new AssumeRoleCommand({
        ...{ RoleArn: access.roleArn, RoleSessionName: 'codepipeline-lab-class' },
        ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
      }),
    );
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

/** Opens the accounts that seats work in, by what the target says of the class's own credentials. */
export function seatAccess(target: Target): SeatAccess {
  const opened = new Map<string, Clients>();
  const open = (key: string, make: () => Clients) => {
    const clients = opened.get(key) ?? make();
    opened.set(key, clients);
    return clients;
  };
  const own = (region: string) => open(JSON.stringify(['shared', region]), () => clientsIn(region, target));
  const { credentials: _, ...named } = target;
  return {
    clientsOf({ access, region }) {
      if (access.kind === 'shared') return own(region);
      const key = JSON.stringify([access, region]);
      if (access.kind === 'profile')
        return open(key, () => clientsIn(region, { ...named, profile: access.profile }, { chosen: true }));
      const assume = assuming(access, own(region));
      return open(key, () => clientsIn(region, target, { credentials: assume }));
    },
    destroy() {
      for (const clients of opened.values()) clients.destroy();
      opened.clear();
    },
  };
}
