import type { ListConnectionsOutput, Connection as Listed } from '@aws-sdk/client-codestar-connections';
import { AwsError } from '../../core/errors.ts';
import { authorize } from '../../services/codeconnections/handshake.ts';
import { type Connection, connections } from '../../services/codeconnections/records.ts';
import type { Site } from '../site.ts';

interface Making {
  name?: string;
  provider?: string;
  region?: string;
  /** Whether the handshake is finished, too. */
  available?: boolean;
}

/** Makes a connection, the lab's own but for what is said otherwise; answers its ARN. */
export async function makeConnection(site: Site, making: Making = {}): Promise<string> {
  const { name = site.names.connection, provider = 'GitHub', region, available = true } = making;
  const Tags = Object.entries(site.names.tags).map(([Key, Value]) => ({ Key, Value }));
  const { ConnectionArn: arn = '' } = await site.call<{ ConnectionArn?: string }>(
    'codeconnections',
    'CreateConnection',
    { ConnectionName: name, ProviderType: provider, Tags },
    region,
  );
  if (available) authorize(site.world, { arn });
  return arn;
}

export async function listConnections(site: Site): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page: ListConnectionsOutput = await site.call('codeconnections', 'ListConnections', {
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    found.push(...(page.Connections ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return found;
  }
}

/** Deletes every connection of the region that fits; without a condition, those of the lab's name. */
export async function removeConnections(
  site: Site,
  fits = ({ ConnectionName }: Listed) => ConnectionName === site.names.connection,
): Promise<void> {
  for (const connection of await listConnections(site))
    if (fits(connection))
      await site.call('codeconnections', 'DeleteConnection', { ConnectionArn: connection.ConnectionArn });
}

/** The lab's connection takes on a status that no call of the API can give it. */
export async function setStatus(site: Site, status: Connection['status']): Promise<void> {
  const own = (await listConnections(site)).filter(
    ({ ConnectionName }) => ConnectionName === site.names.connection,
  );
  if (own.length === 0)
    throw new AwsError(
      'ResourceNotFoundException',
      `There is no connection ${site.names.connection} yet: do step 4 first.`,
      404,
    );
  for (const { ConnectionArn = '' } of own) {
    const record = connections(site.world).get(ConnectionArn);
    if (record !== undefined) connections(site.world).set(ConnectionArn, { ...record, status });
  }
}
