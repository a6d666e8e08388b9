import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import type { ReservedPathHandler } from '../core/reserved-path.ts';
import { sendAndDrain } from '../core/send-and-drain.ts';
import { sendContinue } from '../core/send-continue.ts';
import { constantTimeEqual } from '../protocols/signature/v4.ts';
import { allAccounts } from './accounts.ts';
import { accountRoutes } from './routes/accounts.ts';
import type { AdminContext, AdminRoute } from './routes/admin-route.ts';
import { authorizeRoute } from './routes/authorize.ts';
import type { Body } from './routes/body.ts';
import { clockRoutes } from './routes/clock.ts';
import { faultInjectionRoutes } from './routes/fault-injection.ts';
import { installationRoutes } from './routes/installations.ts';
import { misconfigurationRoute } from './routes/misconfiguration.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { seedRoute } from './routes/seed.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import { stateRoute } from './routes/state.ts';
import { badRequest } from './routes/validate-body.ts';

const adminRoutes: AdminRoute[] = [
  authorizeRoute,
  ...faultInjectionRoutes,
  ...clockRoutes,
  ...snapshotRoutes,
  seedRoute,
  stateRoute,
  ...accountRoutes,
  misconfigurationRoute,
  ...repositoryRoutes,
  ...installationRoutes,
];

/** Serves `/_admin/…`. Every request needs the token of one of the accounts. `practice/README.md` lists the routes. */
export function adminHandler(context: Omit<AdminContext, 'accountId'>): ReservedPathHandler {
  return async (request, response) => {
    const token = request.headers['x-lab-token'];
    const account =
      typeof token === 'string'
        ? allAccounts(context.emulator).find(({ adminToken }) => constantTimeEqual(adminToken, token))
        : undefined;
    if (account === undefined)
      return reply(response, 403, {
        error: 'Send the running account’s token (LAB_PRACTICE_TOKEN) as x-lab-token.',
      });
    try {
      const route = routeFor(request);
      sendContinue(request, response);
      const body = await readJson(request);
      const answer = await route.run({ ...context, accountId: account.accountId }, body);
      context.emulator.store.flush();
      await reply(response, 200, answer);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      await reply(response, error.status, { error: error.message, code: error.code });
    }
  };
}

function routeFor(request: IncomingMessage): AdminRoute {
  const path = (request.url ?? '').split('?')[0]?.replace(/^\/_admin\/?/, '') ?? '';
  const samePathRoutes = adminRoutes.filter((route) => route.path === path);
  const found = samePathRoutes.find(({ method }) => method === request.method);
  if (found !== undefined) return found;
  if (samePathRoutes.length > 0) {
    const methods = samePathRoutes.map(({ method }) => method).join(', ');
    throw new AwsError('MethodNotAllowed', `/_admin/${path} takes ${methods}.`, 405);
  }
  const known = [...new Set(adminRoutes.map((route) => route.path))].join(', ');
  throw new AwsError('NoSuchKnob', `no such knob: ${request.method} /_admin/${path} (known: ${known})`, 404);
}

async function reply(response: ServerResponse, status: number, body: unknown): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', bytes.length);
  await sendAndDrain(response, bytes);
}

/** The largest body of an admin route, in bytes. */
const maxBody = 100_000;

async function readJson(request: IncomingMessage): Promise<Body> {
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw badRequest('The body is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('The body is not a JSON object.');
  return body as Body;
}

/** Reads the body. It is not read with `for await`, which would close the connection when the body is too large. */
function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBody) reject(new AwsError('TooLarge', 'The body is too large.', 413));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('close', () => reject(new Error('The client disconnected in the middle of the body.')));
    request.on('error', reject);
  });
}
