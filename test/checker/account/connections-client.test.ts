import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionsClient, ListConnectionsCommand } from '../../../checker/account/connections-client.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };

interface Sent {
  host: string;
  target: string;
  authorization: string;
}

/** The request that a client would send, stopped before the network. */
async function sent(region: string): Promise<Sent> {
  const client = connectionsClient({ region, credentials });
  const seen: Sent[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      const { hostname, headers } = args.request as { hostname: string; headers: Record<string, string> };
      seen.push({
        host: hostname,
        target: headers['x-amz-target'] ?? '',
        authorization: headers.authorization ?? '',
      });
      throw new Error('stopped');
    },
    { step: 'finalizeRequest', priority: 'low', name: 'stop' },
  );
  await expect(client.send(new ListConnectionsCommand({}))).rejects.toThrow('stopped');
  client.destroy();
  return seen[0] as Sent;
}

afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL_CODECONNECTIONS;
});

describe('the connections client', () => {
  it.each([
    ['us-east-1', 'codeconnections.us-east-1.amazonaws.com'],
    ['cn-north-1', 'codeconnections.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'codeconnections.us-gov-west-1.amazonaws.com'],
  ])('calls CodeConnections in %s', async (region, host) => {
    const request = await sent(region);
    expect(request.host).toBe(host);
    expect(request.target).toBe('CodeConnections_20231201.ListConnections');
    expect(request.authorization).toContain(`/${region}/codeconnections/aws4_request`);
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_CODECONNECTIONS'])(
    'uses the endpoint that %s sets',
    async (variable) => {
      const server = createServer((_request, response) => {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        response.end(JSON.stringify({ Connections: [] }));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      process.env[variable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = connectionsClient({ region: 'us-east-1', credentials });
      await expect(client.send(new ListConnectionsCommand({}))).resolves.toMatchObject({ Connections: [] });
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  );
});
