import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import type { OwnPath } from '../core/own-path.ts';
import { equal } from '../protocols/signature/v4.ts';
import { allAccounts } from './accounts.ts';
import { accounts } from './routes/accounts.ts';
import { authorize } from './routes/authorize.ts';
import type { Body } from './routes/body.ts';
import { fault } from './routes/fault.ts';
import { installations } from './routes/installations.ts';
import type { Context, Knob } from './routes/knob.ts';
import { bad } from './routes/read.ts';
import { repositories } from './routes/repositories.ts';
import { seed } from './routes/seed.ts';
import { snapshotKnobs } from './routes/snapshots.ts';
import { state } from './routes/state.ts';
import { time } from './routes/time.ts';
import { weather } from './routes/weather.ts';

const knobs: Knob[] = [
  ...[authorize, ...weather, ...time, ...snapshotKnobs, seed, state, ...accounts, fault],
  ...[...repositories, ...installations],
];

/** The running account's own knobs, behind the token of any account in it: see the README's section. */
export function adminHandler(context: Omit<Context, 'accountId'>): OwnPath {
  return async (request, response) => {
    const token = request.headers['x-lab-token'];
    const account =
      typeof token === 'string'
        ? allAccounts(context.world).find(({ adminToken }) => equal(adminToken, token))
        : undefined;
    if (account === undefined)
      return reply(response, 403, {
        error: 'Send the running account’s token (LAB_PRACTICE_TOKEN) as x-lab-token.',
      });
    try {
      const knob = knobFor(request);
      const body = await readJson(request);
      const answer = await knob.run({ ...context, accountId: account.accountId }, body);
      context.world.store.flush();
      reply(response, 200, answer);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reply(response, error.status, { error: error.message, code: error.code });
    }
  };
}

function knobFor(request: IncomingMessage): Knob {
  const path = (request.url ?? '').split('?')[0]?.replace(/^\/_admin\/?/, '') ?? '';
  const named = knobs.filter((knob) => knob.path === path);
  const found = named.find(({ method }) => method === request.method);
  if (found !== undefined) return found;
  if (named.length > 0) {
    const methods = named.map(({ method }) => method).join(', ');
    throw new AwsError('MethodNotAllowed', `/_admin/${path} takes ${methods}.`, 405);
  }
  const known = [...new Set(knobs.map((knob) => knob.path))].join(', ');
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
    throw bad('The body is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw bad('The body is not a JSON object.');
  return body as Body;
}
