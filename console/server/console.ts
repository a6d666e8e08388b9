import { asking } from '../../aws-cli/ask.ts';
import { Failure, failureOf, UsageError } from '../../aws-cli/errors.ts';
import type { Surroundings } from '../../aws-cli/files.ts';
import { joinedPages, pages, pagingOf } from '../../aws-cli/paging.ts';
import { type Command, parse } from '../../aws-cli/parse.ts';
import { presigned } from '../../aws-cli/s3-presign.ts';
import { type ConsoleDoor, HostRefusal, type Outcome } from './door.ts';
import { hostRequests, type Learner } from './git-host.ts';

type Env = Record<string, string | undefined>;

/** The services that the console is of. */
const services = ['sts', 's3', 's3api', 'iam', 'codepipeline', 'codeconnections'];

/**
 * What the practice console asks: each click is a command of the AWS CLI, which is run here as the kit's own stand-in
 * for the CLI would run it, against the practice account of `env` and nothing else.
 */
export function consoleOf(env: Env, learner: Learner = () => undefined): ConsoleDoor {
  const requests = hostRequests(env, learner);
  return {
    async aws(argv, files) {
      try {
        return { output: await run(await understood(argv, files, env), env) };
      } catch (error) {
        const { message, code } = failureOf(error, '');
        return { error: code === undefined ? { message } : { message, code } } satisfies Outcome;
      }
    },
    async host(name, body) {
      const request = requests.get(name);
      if (request === undefined) throw new HostRefusal(`The pretend GitHub has no "${name}".`);
      return request(body);
    },
  };
}

/** The command, if it is one that the console may run. Throws Failure. */
async function understood(
  argv: readonly string[],
  files: ReadonlyMap<string, Buffer>,
  env: Env,
): Promise<Exclude<Command, { kind: 'version' | 'configure' }>> {
  const around: Surroundings = {
    expanded: true,
    read(path) {
      const bytes = files.get(path);
      if (bytes === undefined) throw new UsageError(`Unable to load ${path}: it was not sent along`);
      return bytes;
    },
  };
  const command = await parse(argv, around, env);
  if (command.kind !== 'call' && command.kind !== 's3') throw refused(argv);
  const { endpointUrl, profile } = command.globals;
  const isElsewhere = endpointUrl !== undefined || profile !== undefined;
  const writesFile = command.kind === 'call' && command.parameters.outfile !== undefined;
  if (isElsewhere || writesFile || !services.includes(argv[0] ?? '')) throw refused(argv);
  return command;
}

const refused = (argv: readonly string[]) =>
  new UsageError(`The practice console does not run: aws ${argv.slice(0, 2).join(' ')}`);

async function run(command: Exclude<Command, { kind: 'version' | 'configure' }>, env: Env): Promise<unknown> {
  const { globals, service } = command;
  const client = service.client(globals, env as NodeJS.ProcessEnv);
  try {
    if (command.kind === 's3') {
      if (command.command.verb === 'presign') return await presigned(client, command.command);
      throw new Failure('The practice console lists by s3api.', 252);
    }
    const { operation, parameters } = command;
    const ask = asking(service, operation, client);
    const paging = globals.paginate ? pagingOf(operation) : undefined;
    if (paging === undefined || paging.byHand.some((member) => parameters.input[member] !== undefined))
      return await ask(parameters.input);
    return await joinedPages(paging, pages(paging, parameters.input, ask));
  } catch (error) {
    throw failureOf(error, command.kind === 'call' ? command.operation.name : 'presign');
  } finally {
    client.destroy();
  }
}
