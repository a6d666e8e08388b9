import { defined } from '../../base/defined.ts';
import { StallDetector } from './attempt.ts';
import { ClockSkewMonitor } from './clock-skew.ts';
import type { ClientConfig } from './operations/client-config.ts';
import { type ClientOf, loadService, type ServiceName } from './operations/services.ts';
import { limitResponses } from './response-limit.ts';
import type { SharedSockets } from './shared-sockets.ts';

/** An access key, its secret, and what the provider adds: a session token, an expiration. */
export type Credentials = Awaited<ReturnType<ClientOf<'sts'>['config']['credentials']>>;

export interface ClientSettings {
  region: string;
  /** For every service. Without it the SDK's own settings apply, including AWS_ENDPOINT_URL. */
  endpoint?: string;
  profile?: string;
  /** The user chose the profile explicitly, so the SDK's warning about keys in the environment is suppressed. */
  isExplicitProfile?: boolean;
  /** Without them the SDK's default provider chain looks for credentials. */
  credentials?: Credentials | (() => Promise<Credentials>);
  /** Milliseconds within which a connection must be established. */
  connectTimeoutMs?: number;
  /** Milliseconds within which an answer must begin. */
  answerTimeoutMs?: number;
  /** Sockets shared with other clients; their creator closes them. Without them each client has its own. */
  sockets?: SharedSockets;
}

/** The SDK's clients, created on first use: one per service and region, all with the same credentials. */
export interface Clients {
  readonly region: string;
  readonly endpoint: string | undefined;
  /** Compares this machine's clock with the answers' dates. */
  readonly clock: ClockSkewMonitor;
  /** Ends a run whose calls are not answered any more. */
  readonly stall: StallDetector;
  get<S extends ServiceName>(service: S, region?: string): Promise<ClientOf<S>>;
  /** The credentials that calls are signed with; rejects when none can be found. */
  credentials(): Promise<Credentials>;
  /** Closes all sockets. */
  destroy(): void;
}

interface HasMiddlewareStack {
  middlewareStack: { remove(name: string): boolean };
}

const silentLogger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export function makeClients(settings: ClientSettings): Clients {
  // Otherwise the SDK writes a warning about Node 20 into our output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const clients = new Map<string, Promise<ClientOf<ServiceName>>>();
  const clock = new ClockSkewMonitor();
  const endpoint = settings.endpoint ?? process.env.AWS_ENDPOINT_URL;

  function config(region: string): ClientConfig {
    return {
      region,
      // Our own retries are bounded in time; the SDK's give up when its token bucket runs dry.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: settings.connectTimeoutMs ?? 3000,
        requestTimeout: settings.answerTimeoutMs ?? 4000,
        throwOnRequestTimeout: true,
        ...settings.sockets?.agents,
      },
      ...defined({ endpoint: settings.endpoint, profile: settings.profile }),
      ...(settings.isExplicitProfile ? { logger: silentLogger } : {}),
    };
  }

  async function createClient<S extends ServiceName>(service: S, region: string): Promise<ClientOf<S>> {
    const { client: create } = await loadService[service]();
    const client = create({
      ...config(region),
      credentials: settings.credentials ?? credentials,
      // A host name that begins with the bucket's name resolves only for AWS's own endpoints.
      ...(service === 's3' && endpoint !== undefined ? { forcePathStyle: true } : {}),
    });
    clock.attach(client);
    limitResponses(client);
    // This middleware formats every call for a log that is discarded, which takes a fifth of the call's time.
    (client as HasMiddlewareStack).middlewareStack.remove('loggerMiddleware');
    return client as ClientOf<S>;
  }

  // One provider for all clients, so that a profile's process or SSO session is used only once.
  let chainClient: Promise<ClientOf<'sts'>> | undefined;
  let credentialsError: unknown;
  async function credentials(): Promise<Credentials> {
    if (typeof settings.credentials === 'function') return settings.credentials();
    if (settings.credentials !== undefined) return settings.credentials;
    chainClient ??= loadService.sts().then((sts) => sts.client(config(settings.region)));
    // A search that finds no credentials is slow, so its error is kept and thrown again.
    if (credentialsError !== undefined) throw credentialsError;
    try {
      return await (await chainClient).config.credentials();
    } catch (error) {
      credentialsError = error;
      throw error;
    }
  }

  return {
    region: settings.region,
    endpoint,
    clock,
    stall: new StallDetector(),
    get<S extends ServiceName>(service: S, region = settings.region) {
      const key = `${service} ${region}`;
      const promise = clients.get(key) ?? createClient(service, region);
      clients.set(key, promise);
      return promise as Promise<ClientOf<S>>;
    },
    credentials,
    destroy() {
      for (const promise of clients.values())
        promise.then((client) => client.destroy()).catch(() => undefined);
      chainClient?.then((client) => client.destroy()).catch(() => undefined);
      clients.clear();
    },
  };
}
