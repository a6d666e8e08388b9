import { post } from '../../companion/client/api.ts';
import type { Aws } from './aws.ts';
import { shellQuote } from './command.ts';

/** Sends a request to the pretend GitHub, by a name in console/server/git-host.ts. Throws an Error with its message. */
export async function gitHost<T = unknown>(request: string, body: object = {}): Promise<T> {
  const response = await post(`/api/console/host/${request}`, body);
  const result = (await response.json()) as { answer: T } | { error: string };
  if ('error' in result) throw new Error(result.error);
  return result.answer;
}

/** The same as gitHost, with `commands` in the call log, which do the same in a shell of the lab. */
export async function loggedGitHost<T>(
  aws: Aws,
  commands: string,
  request: string,
  body: object = {},
): Promise<T> {
  const finish = aws.logCommand(commands);
  try {
    const answer = await gitHost<T>(request, body);
    // A commit that was not made because the branch has changed is an answer, not an error.
    const isOutdated = typeof answer === 'object' && answer !== null && 'outdated' in answer;
    finish(isOutdated ? 'outdated' : 'ok');
    return answer;
  } catch (error) {
    finish('refused');
    throw error;
  }
}

/** The curl command that calls the practice account's admin API, for clicks on GitHub that have no command. */
export function adminCommand(method: string, path: string, body?: object): string {
  const head = `curl -sS -X ${method} -H "x-lab-token: $LAB_PRACTICE_TOKEN"`;
  const data = body === undefined ? '' : ` \\\n  -d ${shellQuote(JSON.stringify(body))}`;
  return `${head}${data} \\\n  "$AWS_ENDPOINT_URL/_admin/${path}"`;
}
