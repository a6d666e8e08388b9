/** One event of the companion's stream. */
export interface ServerEvent {
  event: string;
  data: unknown;
}

export interface Target {
  kind: 'live' | 'practice' | 'endpoint';
  account: string;
  region: string;
  line: string;
}

/** The settings that the pages and the checker share. The repository is `owner/name`. */
export type Settings = Partial<Record<'region' | 'repository' | 'branch' | 'seat' | 'deployBucket', string>>;

export interface Session {
  /** Whether the account has a practice console. */
  console: boolean;
  target?: Target;
  settings?: Settings;
  error?: string;
}

let sessionPromise: Promise<Session> | undefined;

/** The account and the settings of this run of the companion. Each page requests them once. */
export function session(): Promise<Session> {
  sessionPromise ??= fetch('/api/session').then((response) => response.json() as Promise<Session>);
  return sessionPromise;
}

let tokenPromise: Promise<string> | undefined;

/** The token of this run. It is requested apart from the session, because identifying the account can be slow. */
function token(): Promise<string> {
  tokenPromise ??= fetch('/api/token')
    .then(async (response) => ((await response.json()) as { token: string }).token)
    .catch((error: unknown) => {
      tokenPromise = undefined;
      throw error;
    });
  return tokenPromise;
}

/** Throws an Error with the companion's message when the companion rejects the request. */
export async function post(path: string, body: object): Promise<Response> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lab-token': await token() },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  const failure = (await response.json()) as { error?: string };
  throw new Error(failure.error ?? `the companion answered ${response.status}`);
}

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
