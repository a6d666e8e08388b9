import type { Clients } from '../../checker/account/clients.ts';
import { makeClients } from '../../checker/account/clients.ts';
import type { ClientsOf } from '../../classroom/account-pool/access.ts';
import type { Access, Roster, Seat } from '../../classroom/seat.ts';
import type { Practice } from '../../practice/start.ts';

/** A seat of a roster. It is in the shared account by default. */
export const seatOf = (id: string, line: number, more: Partial<Seat> = {}): Seat => ({
  id,
  line,
  name: `Name of ${id}`,
  access: { kind: 'shared' },
  region: 'us-east-1',
  branch: 'main',
  ...more,
});

export const rosterOf = (seats: Seat[], more: Partial<Roster> = {}): Roster => ({
  class: 'spring',
  pace: {},
  seats,
  ...more,
});

type Keys = Pick<Practice, 'endpoint' | 'exports'>;

function clientsTo({ endpoint, exports }: Keys, region: string, answerTimeoutMs: number): Clients {
  return makeClients({
    region,
    endpoint,
    answerTimeoutMs,
    credentials: {
      accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
      ...(exports.AWS_SESSION_TOKEN ? { sessionToken: exports.AWS_SESSION_TOKEN } : {}),
    },
  });
}

/**
 * Access to every account: the shared account's keys, and for a profile the keys under its name. Calls time out after
 * this many milliseconds.
 */
export function accessTo(
  shared: Keys,
  profiles: Record<string, Keys> = {},
  answerTimeoutMs = 4_000,
): { clientsOf: ClientsOf; close(): void } {
  const opened: Clients[] = [];
  return {
    async clientsOf(access: Access, region: string) {
      const keys = access.kind === 'profile' ? profiles[access.profile] : shared;
      if (keys === undefined)
        throw new Error(`The config profile (${JSON.stringify(access)}) could not be found`);
      const clients = clientsTo(keys, region, answerTimeoutMs);
      opened.push(clients);
      return clients;
    },
    close: () => {
      for (const clients of opened) clients.destroy();
    },
  };
}
