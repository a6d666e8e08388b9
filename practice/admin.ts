import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize } from './codeconnections/handshake.ts';
import { AwsError } from './errors.ts';
import type { OwnPath } from './server.ts';
import type { World } from './world.ts';

interface Identity {
  accountId: string;
  region: string;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100_000) throw new AwsError('TooLarge', 'The body is too large.', 413);
  }
  try {
    return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
  } catch {
    throw new AwsError('BadRequest', 'The body is not JSON.', 400);
  }
}

/**
 * The running account's own knobs, behind its token: `POST /_admin/authorize {"name": …, "region"?, "account"?}`
 * finishes a connection's handshake, which on AWS only the console can do.
 */
export function adminHandler(world: World, identity: Identity, token: string): OwnPath {
  return async (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (request.headers['x-lab-token'] !== token)
      return reply(response, 403, {
        error: 'Send the running account’s token (LAB_PRACTICE_TOKEN) as x-lab-token.',
      });
    try {
      if (request.method === 'POST' && path === '/_admin/authorize') {
        const body = await readJson(request);
        const connection = authorize(world, {
          accountId: String(body.account ?? identity.accountId),
          region: String(body.region ?? identity.region),
          name: String(body.name ?? ''),
        });
        return reply(response, 200, connection);
      }
      reply(response, 404, { error: `no such knob: ${request.method} ${path}` });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reply(response, error.status, { error: error.message, code: error.code });
    }
  };
}
