import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** `maxSockets` is per host: a class poll checks up to 48 seats at once, with a few calls each. */
const options: AgentOptions = { keepAlive: true, maxSockets: 256 };

/** Ignores `destroy`: a client that ends must not close the sockets that other clients use. */
class SharedHttp extends HttpAgent {
  override destroy(): void {}
  close(): void {
    super.destroy();
  }
}

class SharedHttps extends HttpsAgent {
  override destroy(): void {}
  close(): void {
    super.destroy();
  }
}

/** Sockets that clients of many accounts share: AWS's hosts are the same for all, and each TLS handshake takes time. */
export interface SharedSockets {
  readonly agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  /** Closes all sockets, including those in use. */
  close(): void;
}

export function sharedSockets(): SharedSockets {
  const httpAgent = new SharedHttp(options);
  const httpsAgent = new SharedHttps(options);
  return {
    agents: { httpAgent, httpsAgent },
    close() {
      httpAgent.close();
      httpsAgent.close();
    },
  };
}
