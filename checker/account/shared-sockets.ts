import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Of one host at once; the classroom's rounds have up to 48 seats under way, with a few calls each. */
const options: AgentOptions = { keepAlive: true, maxSockets: 256 };

/** A client that ends must not close what others use. */
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

/** Connections that clients of many accounts share: AWS's hosts are the same for all, and each handshake costs time. */
export interface SharedSockets {
  readonly agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  /** Closes all of them, also those that are in use. */
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
