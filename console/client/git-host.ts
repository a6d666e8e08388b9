import { post } from '../../companion/client/api.ts';
import type { Aws } from './aws.ts';
import { shellQuote } from './command.ts';

/** Asks the pretend GitHub for one named thing; its names are in `cli/start/git-host.ts`. Throws an Error in its words. */
export async function gitHost<T = unknown>(request: string, body: object = {}): Promise<T> {
  const response = await post(`/api/console/host/${request}`, body);
  const result = (await response.json()) as { answer: T } | { error: string };
  if ('error' in result) throw new Error(result.error);
  return result.answer;
}

/** The same, shown in the drawer as `commands`, which do the same in a shell of the lab. */
export async function loggedGitHost<T>(
  aws: Aws,
  commands: string,
  request: string,
  body: object = {},
): Promise<T> {
  const finish = aws.logCommand(commands);
  try {
    const answer = await gitHost<T>(request, body);
    // What was not done since the world had moved on is an answer, too.
    const isOutdated = typeof answer === 'object' && answer !== null && 'outdated' in answer;
    finish(isOutdated ? 'outdated' : 'ok');
    return answer;
  } catch (error) {
    finish('refused');
    throw error;
  }
}

/** The command that turns a knob of the practice account: what is done by hand on GitHub's pages, and has no command. */
export function adminCommand(method: string, path: string, body?: object): string {
  const head = `curl -sS -X ${method} -H "x-lab-token: $LAB_PRACTICE_TOKEN"`;
  const data = body === undefined ? '' : ` \\\n  -d ${shellQuote(JSON.stringify(body))}`;
  return `${head}${data} \\\n  "$AWS_ENDPOINT_URL/_admin/${path}"`;
}
