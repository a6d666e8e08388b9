import type { Emulator } from '../../core/emulator.ts';
import type { Collection } from '../../core/store.ts';

/** The two names of one service. Each API creates ARNs with its own prefix; AWS supports both prefixes. */
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
  /** The installation of AWS's app that the connection uses. Absent for access to every repository. */
  installation?: string;
  tags: Record<string, string>;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Sequence number of the connection in its account and region. Lists are in this order. */
  order: number;
}

/** The parts of a connection's ARN; undefined when `arn` is not a connection's. */
export function readConnectionArn(
  arn: string,
): { prefix: ServicePrefix; region: string; accountId: string; id: string } | undefined {
  const match =
    /^arn:aws[\w-]*:(codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection\/(.+)$/.exec(arn);
  if (match === null) return undefined;
  const [, prefix = '', region = '', accountId = '', id = ''] = match;
  return { prefix: prefix as ServicePrefix, region, accountId, id };
}

/** All connections of all accounts, by ARN. An ARN contains account and region, and is never used twice. */
export function connections(emulator: Pick<Emulator, 'store'>): Collection<Connection> {
  return emulator.store.collection<Connection>('codeconnections/connections');
}

/** The connection that an ARN names; undefined when it does not exist or was deleted. */
export function connectionByArn(emulator: Pick<Emulator, 'store'>, arn: string): Connection | undefined {
  return connections(emulator).get(arn);
}

/** An account's connections in one region, with either prefix, oldest first. */
export function connectionsOf(
  emulator: Pick<Emulator, 'store'>,
  { accountId, region }: { accountId: string; region: string },
): Connection[] {
  return [...connections(emulator).values()]
    .filter((one) => one.accountId === accountId && one.region === region)
    .sort((a, b) => a.order - b.order);
}
