import {
  CodeStarConnectionsClient,
  type CodeStarConnectionsClientConfig,
} from '@aws-sdk/client-codestar-connections';

export * from '@aws-sdk/client-codestar-connections';

export type ConnectionsClient = CodeStarConnectionsClient;

/**
 * A client of the CodeConnections API. Its own package cannot be had from the registry, but the older service's
 * client has the same operations and shapes: only the target, the signing name and the endpoint differ. When
 * `@aws-sdk/client-codeconnections` can be had, this file alone changes.
 */
export function connectionsClient(config: CodeStarConnectionsClientConfig): ConnectionsClient {
  const older = new CodeStarConnectionsClient({ ...config });
  const { errorTypeRegistries } = older.config.protocolSettings as { errorTypeRegistries?: never };
  older.destroy();
  const client = new CodeStarConnectionsClient({
    ...config,
    // Also the name under which AWS_ENDPOINT_URL_CODECONNECTIONS and profiles' services sections are looked up.
    serviceId: 'CodeConnections',
    // biome-ignore lint/suspicious/noExplicitAny: signingName is read by the signer but not in the client's type
    ...({ signingName: 'codeconnections' } as any),
    protocolSettings: {
      defaultNamespace: 'com.amazonaws.codestarconnections',
      errorTypeRegistries,
      version: '2023-12-01',
      serviceTarget: 'CodeConnections_20231201',
    },
  });
  // The older ruleset knows every partition's DNS suffix; only the host's first label is another. An endpoint
  // given by AWS_ENDPOINT_URL or by the configuration does not begin with that label, and stays as it is.
  const { endpointProvider } = client.config;
  client.config.endpointProvider = (parameters, context) => {
    const endpoint = endpointProvider(parameters, context);
    const url = new URL(endpoint.url);
    url.hostname = url.hostname.replace(/^codestar-connections(?=[.-])/, 'codeconnections');
    return { ...endpoint, url };
  };
  return client;
}
