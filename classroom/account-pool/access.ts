import type { Clients } from '../../checker/account/clients.ts';
import type { Access, Roster, Seat } from '../seat.ts';

/**
 * Returns the clients for an access and a region. The caller creates and destroys them. Throws or rejects if access
 * fails.
 */
export type ClientsOf = (access: Access, region: string) => Clients | Promise<Clients>;

/** The same key for seats with the same access, which share the answers of their account. */
export const accessKey = (access: Access): string =>
  access.kind === 'shared'
    ? 'shared'
    : access.kind === 'profile'
      ? `profile ${access.profile}`
      : `role ${access.roleArn} ${access.externalId ?? ''}`;

/** Seats that have one access. */
export type SeatGroup = readonly [Seat, ...Seat[]];

/** Groups seats by their access, in the order of the seats. */
export function groupByAccess(seats: readonly Seat[]): SeatGroup[] {
  const groups = new Map<string, [Seat, ...Seat[]]>();
  for (const seat of seats) {
    const key = accessKey(seat.access);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [seat]);
    else group.push(seat);
  }
  return [...groups.values()];
}

/** The account that must answer: the roster's, or that of the role's ARN; undefined where any account may. */
export const expectedAccount = (access: Access, { account }: Pick<Roster, 'account'>): string | undefined =>
  access.kind === 'shared' ? account : access.kind === 'role' ? access.roleArn.split(':')[4] : undefined;
