import { failureOf } from './errors.ts';
import { formatOutput } from './output.ts';
import { joinedPages, pages, pagingOf } from './paging.ts';
import type { AwsCommand } from './parse.ts';
import { type Output, senderOf } from './send.ts';
import { skeletonOf } from './skeleton.ts';

/** Calls the operation, page by page where the CLI does, and prints the answer. */
export async function call(
  { globals, service, operation, parameters }: Extract<AwsCommand, { kind: 'call' }>,
  env: NodeJS.ProcessEnv,
  stdout: (text: string) => void,
): Promise<void> {
  if (parameters.skeleton) {
    stdout(`${JSON.stringify(skeletonOf(operation.input), null, 4)}\n`);
    return;
  }
  const client = service.client(globals, env);
  const send = senderOf(service, operation, client, parameters.outfile);
  const print = (answer: Output) => stdout(formatOutput(answer, globals.output, globals.query));
  try {
    const paging = globals.paginate ? pagingOf(operation) : undefined;
    if (
      paging === undefined ||
      paging.manualMembers.some((member) => parameters.input[member] !== undefined)
    ) {
      print(await send(parameters.input));
      return;
    }
    const all = pages(paging, parameters.input, send);
    // Like the CLI, it queries and prints text page by page.
    if (globals.output === 'text') for await (const page of all) print(page);
    else print(await joinedPages(paging, all));
  } catch (error) {
    throw failureOf(error, operation.name);
  } finally {
    client.destroy();
  }
}
