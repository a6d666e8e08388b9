import { makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import { troubleOf } from '../../checker/account/errors.ts';
import type { Trouble } from '../../checker/account/fact.ts';
import type { Gate } from '../../checker/account/gate.ts';
import { bucketNames } from '../../checker/account/s3.ts';
import { identity } from '../../checker/account/sts.ts';
import type { Tape } from '../../checker/account/tape.ts';
import { pace } from '../pace.ts';
import { type ClientsOf, otherAccount, wayOf } from '../round.ts';
import type { Access, Roster, Seat } from '../seat.ts';
import { type Slots, slots, within } from '../slots.ts';
import { sharing } from './share.ts';

/** How many seats of one account, and of all, are worked on side by side. */
const seatsAtOnce = { account: 6, all: 32 };
/** How many ways into accounts are tried side by side. */
const doorsAtOnce = 32;
/** A seat that takes longer, with a huge bucket, gives its place away: milliseconds. */
const patienceMs = 60_000;

/** An account that can be entered. All its seats share this. */
export interface Account {
  id: string;
  clientsIn(region: string): Promise<Clients>;
  /** The names of all its buckets: they tell which regions its seats were used in. */
  buckets: { state: 'known'; names: string[] } | { state: 'unknown'; trouble: Trouble };
  gate: Gate;
  slots: Slots;
  newTape: () => Tape;
}

/** A seat, and the account that it works in, or what stands in the way of that. */
export type Entered = { seat: Seat } & ({ account: Account } | { trouble: Trouble });

/** What two ways into one account have in common: its limits. */
interface Shared {
  gate: Gate;
  slots: Slots;
}

async function whose(
  clients: Clients,
  pinned: string | undefined,
): Promise<{ trouble: Trouble } | Pick<Account, 'id' | 'buckets'>> {
  const calls = makeCalls(clients);
  const who = await identity(calls);
  if (who.state === 'unknown') return { trouble: who.trouble };
  if (who.state === 'absent') throw new Error('GetCallerIdentity has no answer that says absent');
  const { account } = who.value;
  if (pinned !== undefined && account !== pinned) return { trouble: otherAccount(pinned, account) };
  const listed = await bucketNames(calls);
  if (listed.state === 'absent') throw new Error('ListBuckets has no answer that says absent');
  const buckets: Account['buckets'] =
    listed.state === 'known' ? { state: 'known', names: listed.value.items } : listed;
  return { id: account, buckets };
}

/** The account that a role's ARN names has to be the one that answers. */
const pinnedBy = (access: Access, { account }: Roster) =>
  access.kind === 'shared' ? account : access.kind === 'role' ? access.roleArn.split(':')[4] : undefined;

/** One way in: asked once whose account it is, whatever number of seats takes it. */
async function open(
  first: Seat,
  roster: Roster,
  clientsOf: ClientsOf,
  shared: (id: string) => Shared,
): Promise<{ account: Account } | { trouble: Trouble }> {
  const { access, region } = first;
  let clients: Clients;
  try {
    clients = await clientsOf(access, region);
  } catch (error) {
    return { trouble: troubleOf('sts', 'GetCallerIdentity', error) };
  }
  const there = await whose(clients, pinnedBy(access, roster));
  if ('trouble' in there) return there;
  const opened = new Map<string, Promise<Clients>>([[region, Promise.resolve(clients)]]);
  const clientsIn = (wanted: string) => {
    const found = opened.get(wanted) ?? clientsOf(access, wanted);
    opened.set(wanted, found);
    return found;
  };
  return { account: { ...there, ...shared(there.id), clientsIn, newTape: sharing() } };
}

/** Opens the accounts of all these seats. A way that is closed is those seats' trouble alone. */
export async function enter(
  seats: readonly Seat[],
  roster: Roster,
  clientsOf: ClientsOf,
): Promise<Entered[]> {
  const all = slots(seatsAtOnce.all, patienceMs);
  const kept = new Map<string, Shared>();
  const shared = (id: string) => {
    const found = kept.get(id) ?? {
      gate: pace(),
      slots: within([slots(seatsAtOnce.account, patienceMs), all]),
    };
    kept.set(id, found);
    return found;
  };
  const doors = slots(doorsAtOnce, patienceMs);
  const ways = new Map<string, ReturnType<typeof open>>();
  return Promise.all(
    seats.map(async (seat) => {
      const way = wayOf(seat.access);
      const opening = ways.get(way) ?? doors.run(() => open(seat, roster, clientsOf, shared));
      ways.set(way, opening);
      return { seat, ...(await opening) };
    }),
  );
}
