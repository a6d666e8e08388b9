import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One AWS call as a proxy sees it. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** `codepipeline`, `s3`, `iam`, …: from the credential scope. */
  service: string;
}

/** What becomes of a call: let through, cut off, left without an answer, or answered in AWS's place. */
export type Fate =
  | 'pass'
  | 'cut'
  | 'hang'
  | { status: number; headers?: Record<string, string>; body: string };

export interface Proxy {
  endpoint: string;
  seen: Seen[];
  close(): Promise<void>;
}

/**
 * Bad weather between a client and a practice account; Host stays what the client signed. A call whose fate is not
 * decided yet waits for it.
 */
export async function proxyTo(
  endpoint: string,
  fateOf: (seen: Seen) => Fate | Promise<Fate>,
): Promise<Proxy> {
  const target = new URL(endpoint);
  const seen: Seen[] = [];
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
      seen.push(call);
      const fate = await fateOf(call);
      if (fate === 'cut') return outgoing.destroy();
      if (fate === 'hang') return;
      if (fate !== 'pass') {
        outgoing.writeHead(fate.status, { 'content-type': 'application/x-amz-json-1.1', ...fate.headers });
        return outgoing.end(fate.body);
      }
      const onward = httpRequest(
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
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
