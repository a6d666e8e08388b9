import { ask } from '../../companion/client/ask.ts';
import type { Aws } from './aws.ts';
import { quoted } from './command.ts';

/** Asks the pretend GitHub for one named thing; its names are in `cli/start/git-host.ts`. Throws an Error in its words. */
export async function host<T = unknown>(request: string, body: object = {}): Promise<T> {
  const answer = await ask(`/api/console/host/${request}`, body);
  const said = (await answer.json()) as { answer: T } | { error: string };
  if ('error' in said) throw new Error(said.error);
  return said.answer;
}

/** The same, shown in the drawer as `commands`, which do the same in a shell of the lab. */
export async function hostAs<T>(aws: Aws, commands: string, request: string, body: object = {}): Promise<T> {
  const end = aws.note(commands);
  try {
    const answer = await host<T>(request, body);
    // What was not done since the world had moved on is an answer, too.
    const isOutdated = typeof answer === 'object' && answer !== null && 'outdated' in answer;
    end(isOutdated ? 'outdated' : 'ok');
    return answer;
  } catch (error) {
    end('refused');
    throw error;
  }
}

/** The command that turns a knob of the practice account: what is done by hand on GitHub's pages, and has no command. */
export function knobText(method: string, path: string, body?: object): string {
  const head = `curl -sS -X ${method} -H "x-lab-token: $LAB_PRACTICE_TOKEN"`;
  const data = body === undefined ? '' : ` \\\n  -d ${quoted(JSON.stringify(body))}`;
  return `${head}${data} \\\n  "$AWS_ENDPOINT_URL/_admin/${path}"`;
}
