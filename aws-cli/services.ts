import { defined } from '../base/defined.ts';
import type { Globals } from './globals.ts';
import { kebab } from './names.ts';
import { type Operation, operationOf } from './schema.ts';

/** The part of an SDK client that the stand-in uses, the same for every service. */
export interface SdkClient {
  send(command: unknown): Promise<Record<string, unknown>>;
  destroy(): void;
  middlewareStack: { add(middleware: unknown, options: unknown): void };
  config: unknown;
}

/** One service: its operations by their names on the command line, and how to create a client and a command. */
export interface Service {
  name: string;
  operations: Map<string, Operation>;
  client(globals: Globals, env: NodeJS.ProcessEnv): SdkClient;
  command(operation: Operation, input: Record<string, unknown>): unknown;
}

type Exports = Record<string, unknown>;
type CommandClass = new (input: unknown) => unknown;

interface LoadedSdk {
  exports: Exports;
  createClient: (settings: never) => unknown;
}

/** Each SDK client is loaded only when its service is named. */
const loaders: Record<string, () => Promise<LoadedSdk>> = {
  sts: async () => {
    const exports = await import('@aws-sdk/client-sts');
    return { exports, createClient: (settings) => new exports.STSClient(settings) };
  },
  s3api: async () => {
    const exports = await import('@aws-sdk/client-s3');
    return { exports, createClient: (settings) => new exports.S3Client(settings) };
  },
  iam: async () => {
    const exports = await import('@aws-sdk/client-iam');
    return { exports, createClient: (settings) => new exports.IAMClient(settings) };
  },
  codepipeline: async () => {
    const exports = await import('@aws-sdk/client-codepipeline');
    return { exports, createClient: (settings) => new exports.CodePipelineClient(settings) };
  },
  codeconnections: async () => {
    const exports = await import('../checker/account/connections-client.ts');
    return { exports, createClient: (settings) => exports.connectionsClient(settings) };
  },
  'codestar-connections': async () => {
    const exports = await import('@aws-sdk/client-codestar-connections');
    return { exports, createClient: (settings) => new exports.CodeStarConnectionsClient(settings) };
  },
};

export const serviceNames = Object.keys(loaders);

/** Loads the service of this name with its SDK client; undefined for a service that the stand-in does not support. */
export async function loadService(name: string): Promise<Service | undefined> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load === undefined) return undefined;
  const { exports, createClient } = await load();
  const operations = new Map<string, Operation>();
  for (const constant of Object.values(exports)) {
    const operation = operationOf(name, constant);
    if (operation !== undefined) operations.set(kebab(operation.name), operation);
  }
  return {
    name,
    operations,
    client: (globals, env) => createClient(settings(name, globals, env) as never) as SdkClient,
    command: (operation, input) => new (exports[`${operation.name}Command`] as CommandClass)(input),
  };
}

// Standard output and error belong to the command. The SDK would print advice for programmers to them.
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

function settings(service: string, globals: Globals, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const { region, endpointUrl, profile } = globals;
  const customEndpoint = endpointUrl ?? (env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL);
  return {
    logger: silent,
    ...defined({ region, endpoint: endpointUrl, profile }),
    ...(env === process.env ? {} : settingsFromEnvironment(env, endpointUrl)),
    // Like the CLI: with a custom endpoint, the bucket is part of the path, and AWS's redirect to a bucket's region
    // is followed.
    ...(service === 's3api' ? { forcePathStyle: Boolean(customEndpoint), followRegionRedirects: true } : {}),
  };
}

/** Reads the settings from an environment that is not the process's own, which is the only one that the SDK reads. */
function settingsFromEnvironment(
  env: NodeJS.ProcessEnv,
  endpointUrl: string | undefined,
): Record<string, unknown> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const sessionToken = env.AWS_SESSION_TOKEN;
  const endpoint = endpointUrl ?? env.AWS_ENDPOINT_URL;
  return {
    ...(endpoint ? { endpoint } : {}),
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
      : {}),
  };
}
