import type { CallOptions, Calls } from './calls.ts';
import { type Fact, map } from './fact.ts';
import { type ListResult, readAll } from './paging.ts';

export interface Connection {
  name: string;
  arn: string;
  /** `GitHub`, `Bitbucket`, … */
  provider: string;
  /** `PENDING`, `AVAILABLE` or `ERROR`. */
  status: string;
}

/** Every connection of the region, with either ARN prefix. */
export function connections(calls: Calls, options: CallOptions = {}): Promise<Fact<ListResult<Connection>>> {
  return readAll(
    calls,
    {
      service: 'codeconnections',
      operation: 'ListConnections',
      input: { MaxResults: 100 },
      next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
      items: ({ Connections = [] }) =>
        Connections.map((connection) => ({
          name: connection.ConnectionName ?? '',
          arn: connection.ConnectionArn ?? '',
          provider: connection.ProviderType ?? '',
          status: connection.ConnectionStatus ?? '',
        })),
    },
    options,
  );
}

/** The region in a connection's ARN, which is the only one that answers for it. */
const regionOf = (arn: string): CallOptions => {
  const region = arn.split(':')[3];
  return region ? { region } : {};
};

/** A connection by its ARN. */
export async function connection(
  calls: Calls,
  arn: string,
  options: CallOptions = {},
): Promise<Fact<Connection>> {
  const response = await calls.read(
    'codeconnections',
    'GetConnection',
    { ConnectionArn: arn },
    { ...regionOf(arn), ...options },
  );
  return map(response, ({ Connection = {} }) => ({
    name: Connection.ConnectionName ?? '',
    arn: Connection.ConnectionArn ?? arn,
    provider: Connection.ProviderType ?? '',
    status: Connection.ConnectionStatus ?? '',
  }));
}

/** The tags of a connection. */
export async function connectionTags(
  calls: Calls,
  arn: string,
  options: CallOptions = {},
): Promise<Fact<Record<string, string>>> {
  const response = await calls.read(
    'codeconnections',
    'ListTagsForResource',
    { ResourceArn: arn },
    { ...regionOf(arn), ...options },
  );
  return map(response, ({ Tags = [] }) =>
    Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  );
}
