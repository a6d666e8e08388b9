import type { Emulator } from '../../core/emulator.ts';
import type { Collection } from '../../core/store.ts';

/** The two names of one service. Each API makes ARNs of its own prefix; both prefixes stay alive. */
export type ServicePrefix = 'codeconnections' | 'codestar-connections';

/** A connection to a repository provider. */
export interface Connection {
  arn: string;
  name: string;
  accountId: string;
  region: string;
  providerType: string;
  /** `PENDING` until the handshake, which on AWS only the console can finish. */
  status: 'PENDING' | 'AVAILABLE' | 'ERROR';
  /** The installation of AWS's app that the handshake rests on; absent where it sees every repository. */
  installation?: string;
  tags: Record<string, string>;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Grows with every connection that is made: the order of lists. */
  order: number;
}

/** The parts of a connection's ARN; undefined when it is not one. */
export function readConnectionArn(
  arn: string,
): { prefix: ServicePrefix; region: string; accountId: string; id: string } | undefined {
  const match =
    /^arn:aws[\w-]*:(codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection\/(.+)$/.exec(arn);
  if (match === null) return undefined;
  const [, prefix = '', region = '', accountId = '', id = ''] = match;
  return { prefix: prefix as ServicePrefix, region, accountId, id };
}

/** All connections of all accounts, by ARN: an ARN holds account and region, and is never used twice. */
export function connections(emulator: Pick<Emulator, 'store'>): Collection<Connection> {
  return emulator.store.collection<Connection>('codeconnections/connections');
}

/** The connection that an ARN names; undefined when there is none (any more). */
export function connectionByArn(emulator: Pick<Emulator, 'store'>, arn: string): Connection | undefined {
  return connections(emulator).get(arn);
}

/** An account's connections of one region, of both prefixes, oldest first. */
export function connectionsOf(
  emulator: Pick<Emulator, 'store'>,
  { accountId, region }: { accountId: string; region: string },
): Connection[] {
  return [...connections(emulator).values()]
    .filter((one) => one.accountId === accountId && one.region === region)
    .sort((a, b) => a.order - b.order);
}
