import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import type { ReservedPathHandler } from '../core/reserved-path.ts';
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
  ...[
    authorizeRoute,
    ...faultInjectionRoutes,
    ...clockRoutes,
    ...snapshotRoutes,
    seedRoute,
    stateRoute,
    ...accountRoutes,
    misconfigurationRoute,
  ],
  ...[...repositoryRoutes, ...installationRoutes],
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
      reply(response, 200, answer);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reply(response, error.status, { error: error.message, code: error.code });
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

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function readJson(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100_000) throw new AwsError('TooLarge', 'The body is too large.', 413);
  }
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
