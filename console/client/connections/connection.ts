import { defined } from '../../../base/defined.ts';
import type { Tag } from '../../../companion/ui/form.tsx';
import { allPages } from '../all-pages.ts';
import type { Aws } from '../aws.ts';

/** A connection, as AWS returns it. */
export interface Connection {
  ConnectionName: string;
  ConnectionArn: string;
  ProviderType: string;
  ConnectionStatus: 'PENDING' | 'AVAILABLE' | 'ERROR';
}

/** The mark and the label of each status. */
export const statusLabels = {
  PENDING: ['waiting', 'Pending'],
  AVAILABLE: ['good', 'Available'],
  ERROR: ['bad', 'Error'],
} as const;

/** All connections of the region. */
export function listConnections(aws: Aws): Promise<Connection[]> {
  return allPages(async (token) => {
    const { Connections = [], NextToken } = await aws<{ Connections?: Connection[]; NextToken?: string }>(
      'codeconnections',
      'list-connections',
      { 'max-results': 100, ...defined({ 'next-token': token }) },
    );
    return { items: Connections, next: NextToken };
  });
}

export async function readConnection(aws: Aws, arn: string): Promise<Connection> {
  const { Connection } = await aws<{ Connection: Connection }>('codeconnections', 'get-connection', {
    'connection-arn': arn,
  });
  return Connection;
}

/** Tags in the shape of AWS's API. */
export const awsTags = (tags: readonly Tag[]) => tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** What is wrong with a connection's name; undefined when it is valid. */
export function nameProblem(name: string): string | undefined {
  // [model] 1 to 32 characters
  return name.length > 32
    ? `A connection name has at most 32 characters; this one has ${name.length}.`
    : undefined;
}
