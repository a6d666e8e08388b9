import {
  CodeStarConnectionsClient,
  type CodeStarConnectionsClientConfig,
} from '@aws-sdk/client-codestar-connections';

export * from '@aws-sdk/client-codestar-connections';

export type ConnectionsClient = CodeStarConnectionsClient;

/**
 * A client of the CodeConnections API. The registry does not offer its own package, but the older service's client
 * has the same operations and shapes: only the target, the signing name and the endpoint differ. When
 * `@aws-sdk/client-codeconnections` becomes available, only this file changes.
 */
export function connectionsClient(config: CodeStarConnectionsClientConfig): ConnectionsClient {
  const older = new CodeStarConnectionsClient({ ...config });
  const { errorTypeRegistries } = older.config.protocolSettings as { errorTypeRegistries?: never };
  older.destroy();
  const client = new CodeStarConnectionsClient({
    ...config,
    // The SDK also uses this name to look up AWS_ENDPOINT_URL_CODECONNECTIONS and a profile's services section.
    serviceId: 'CodeConnections',
    // The signer reads signingName, which the client's type does not have.
    ...({ signingName: 'codeconnections' } as object),
    protocolSettings: {
      defaultNamespace: 'com.amazonaws.codestarconnections',
      errorTypeRegistries,
      version: '2023-12-01',
      serviceTarget: 'CodeConnections_20231201',
    },
  });
  // The older ruleset knows every partition's DNS suffix; only the host's first label differs. An endpoint from
  // AWS_ENDPOINT_URL or from the configuration does not begin with that label, so it stays unchanged.
  const { endpointProvider } = client.config;
  client.config.endpointProvider = (parameters, context) => {
    const endpoint = endpointProvider(parameters, context);
    const url = new URL(endpoint.url);
    url.hostname = url.hostname.replace(/^codestar-connections(?=[.-])/, 'codeconnections');
    return { ...endpoint, url };
  };
  return client;
}
