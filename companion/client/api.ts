import type { Session } from '../server/api-types.ts';
import { accessToken, dropToken, onAccessChange } from './access.ts';

/** One event of the companion's stream. */
export interface ServerEvent {
  event: string;
  data: unknown;
}

/** Sends a request with this tab's token. Throws NoAccess, or an Error with the companion's message. */
async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const token = await accessToken();
  const response = await fetch(path, { ...init, headers: { ...init.headers, 'x-lab-token': token } });
  if (response.ok) return response;
  const { error } = (await response.json()) as { error?: string };
  if (response.status === 401) dropToken(token, error);
  throw new Error(error ?? `the companion answered ${response.status}`);
}

let sessionPromise: Promise<Session> | undefined;
onAccessChange(() => {
  sessionPromise = undefined;
});

/** The account and the settings of this run of the companion. Each page requests them once. Throws NoAccess. */
export function session(): Promise<Session> {
  sessionPromise ??= request('/api/session').then((response) => response.json() as Promise<Session>);
  return sessionPromise;
}

/** Throws NoAccess, or an Error with the companion's message, when the companion rejects the request. */
export const post = (path: string, body: object): Promise<Response> =>
  request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Yields the server-sent events of a response as they arrive. */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader !== undefined) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, event = '', data = 'null'] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      yield { event, data: JSON.parse(data) };
    }
  }
}
