import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One AWS call, as the proxy receives it. */
export interface ProxiedCall {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** `codepipeline`, `s3`, `iam`, …: from the credential scope. */
  service: string;
}

/** The outcome of a call: forwarded, cut off, left without an answer, or answered in place of AWS. */
export type CallOutcome =
  | 'pass'
  | 'cut'
  | 'hang'
  | { status: number; headers?: Record<string, string>; body: string | Buffer };

export interface Proxy {
  endpoint: string;
  calls: ProxiedCall[];
  close(): Promise<void>;
}

/** An HTTP response, read to its end. */
export interface Forwarded {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Makes a call as the proxy received it, and returns the response. */
export function forward(
  endpoint: string,
  { method, url, headers, body }: Pick<ProxiedCall, 'method' | 'url' | 'headers' | 'body'>,
): Promise<Forwarded> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * A proxy that injects faults between a client and a practice account. It keeps the Host header, which the client has
 * signed. A call waits until `outcomeOf` has decided.
 */
export async function proxyTo(
  endpoint: string,
  outcomeOf: (call: ProxiedCall) => CallOutcome | Promise<CallOutcome>,
): Promise<Proxy> {
  const target = new URL(endpoint);
  const calls: ProxiedCall[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => outgoing.destroy());
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks);
      const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
      const call = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body,
        service: scope?.[1] ?? '',
      };
      calls.push(call);
      const outcome = await outcomeOf(call);
      if (outcome === 'cut') return outgoing.destroy();
      if (outcome === 'hang') return;
      if (outcome !== 'pass') {
        outgoing.writeHead(outcome.status, {
          'content-type': 'application/x-amz-json-1.1',
          ...outcome.headers,
        });
        return outgoing.end(outcome.body);
      }
      const upstream = httpRequest(
        {
          host: target.hostname,
          port: target.port,
          method: call.method,
          path: call.url,
          headers: call.headers,
          agent: false,
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      upstream.on('error', () => outgoing.destroy());
      upstream.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
