import type { ListConnectionsOutput, Connection as Listed } from '@aws-sdk/client-codestar-connections';
import { defined } from '../../core/defined.ts';
import { AwsError } from '../../core/errors.ts';
import { completeHandshake } from '../../services/codeconnections/handshake.ts';
import { type Connection, connections } from '../../services/codeconnections/records.ts';
import type { Lab } from '../lab.ts';

interface ConnectionOptions {
  name?: string;
  provider?: string;
  region?: string;
  /** Whether the handshake is also finished. */
  available?: boolean;
}

/** Creates the lab's connection, except for the given options, and returns its ARN. */
export async function createConnection(lab: Lab, options: ConnectionOptions = {}): Promise<string> {
  const { name = lab.names.connection, provider = 'GitHub', region, available = true } = options;
  const Tags = Object.entries(lab.names.tags).map(([Key, Value]) => ({ Key, Value }));
  const { ConnectionArn: arn = '' } = await lab.call<{ ConnectionArn?: string }>(
    'codeconnections',
    'CreateConnection',
    { ConnectionName: name, ProviderType: provider, Tags },
    region,
  );
  if (available) completeHandshake(lab.emulator, { arn });
  return arn;
}

export async function listConnections(lab: Lab): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page: ListConnectionsOutput = await lab.call('codeconnections', 'ListConnections', {
      ...defined({ NextToken }),
    });
    found.push(...(page.Connections ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return found;
  }
}

/** Deletes every connection of the region that matches. By default, those with the lab's name match. */
export async function removeConnections(
  lab: Lab,
  isMatch = ({ ConnectionName }: Listed) => ConnectionName === lab.names.connection,
): Promise<void> {
  for (const connection of await listConnections(lab))
    if (isMatch(connection))
      await lab.call('codeconnections', 'DeleteConnection', { ConnectionArn: connection.ConnectionArn });
}

/** Sets the status of the lab's connection in the records, since no API call can set it. */
export async function setStatus(lab: Lab, status: Connection['status']): Promise<void> {
  const labConnections = (await listConnections(lab)).filter(
    ({ ConnectionName }) => ConnectionName === lab.names.connection,
  );
  if (labConnections.length === 0)
    throw new AwsError(
      'ResourceNotFoundException',
      `There is no connection ${lab.names.connection} yet: do step 4 first.`,
      404,
    );
  for (const { ConnectionArn = '' } of labConnections) {
    const record = connections(lab.emulator).get(ConnectionArn);
    if (record !== undefined) connections(lab.emulator).set(ConnectionArn, { ...record, status });
  }
}
