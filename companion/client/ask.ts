/** One event of the companion's stream. */
export interface Told {
  event: string;
  data: unknown;
}

export interface Target {
  kind: 'live' | 'practice' | 'endpoint';
  account: string;
  region: string;
  line: string;
}

/** What the pages carry and the checker goes by; the repository is `owner/name`. */
export type Settings = Partial<Record<'region' | 'repository' | 'branch' | 'seat' | 'deployBucket', string>>;

export interface Session {
  /** Whether the account has a practice console. */
  console: boolean;
  target?: Target;
  settings?: Settings;
  error?: string;
}

let opened: Promise<Session> | undefined;

/** The run's account; asked for once a page. */
export function session(): Promise<Session> {
  opened ??= fetch('/api/session').then((answer) => answer.json() as Promise<Session>);
  return opened;
}

let given: Promise<string> | undefined;

/** The run's token; asked for once a page, and apart from the account, which may be slow to say who it is. */
function token(): Promise<string> {
  given ??= fetch('/api/token')
    .then(async (answer) => ((await answer.json()) as { token: string }).token)
    .catch((error: unknown) => {
      given = undefined;
      throw error;
    });
  return given;
}

/** Throws an Error with the companion's own words where it refuses. */
export async function ask(path: string, body: object): Promise<Response> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lab-token': await token() },
    body: JSON.stringify(body),
  });
  if (answer.ok) return answer;
  const said = (await answer.json()) as { error?: string };
  throw new Error(said.error ?? `the companion answered ${answer.status}`);
}

/** Reads an answer's events as they come. */
export async function* told(answer: Response): AsyncGenerator<Told> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
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
