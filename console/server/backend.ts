import { Failure, failureOf, UsageError } from '../../aws-cli/errors.ts';
import { joinedPages, pages, pagingOf } from '../../aws-cli/paging.ts';
import { type AwsCommand, parse } from '../../aws-cli/parse.ts';
import type { ParseContext } from '../../aws-cli/parse-context.ts';
import { presignedUrl } from '../../aws-cli/s3-presign.ts';
import { senderOf } from '../../aws-cli/send.ts';
import { gitHostRequests, type Learner } from './git-host.ts';
import { type CommandOutcome, type ConsoleBackend, GitHostError } from './ports.ts';

type Env = Record<string, string | undefined>;

/** The services that the console may call. */
const allowedServices = ['sts', 's3', 's3api', 'iam', 'codepipeline', 'codeconnections'];

/**
 * The backend of the practice console. Each click is a command of the AWS CLI, which runs here by the kit's stand-in for
 * the CLI, against the practice account of `env` only.
 */
export function consoleBackend(env: Env, learner: Learner = () => undefined): ConsoleBackend {
  const requests = gitHostRequests(env, learner);
  return {
    async aws(argv, files) {
      try {
        return { output: await run(await parseAllowed(argv, files, env), env) };
      } catch (error) {
        const { message, code } = failureOf(error, '');
        return { error: code === undefined ? { message } : { message, code } } satisfies CommandOutcome;
      }
    },
    async gitHost(name, body) {
      const request = requests.get(name);
      if (request === undefined) throw new GitHostError(`The pretend GitHub has no "${name}".`);
      return request(body);
    },
  };
}

/** Parses a command. Throws Failure when the command is not valid, or when the console may not run it. */
async function parseAllowed(
  argv: readonly string[],
  files: ReadonlyMap<string, Buffer>,
  env: Env,
): Promise<Exclude<AwsCommand, { kind: 'version' | 'configure' }>> {
  const context: ParseContext = {
    expanded: true,
    read(path) {
      const bytes = files.get(path);
      if (bytes === undefined) throw new UsageError(`Unable to load ${path}: it was not sent along`);
      return bytes;
    },
  };
  const command = await parse(argv, context, env);
  if (command.kind !== 'call' && command.kind !== 's3') throw notAllowed(argv);
  const { endpointUrl, profile } = command.globals;
  const hasOtherTarget = endpointUrl !== undefined || profile !== undefined;
  const writesFile = command.kind === 'call' && command.parameters.outfile !== undefined;
  if (hasOtherTarget || writesFile || !allowedServices.includes(argv[0] ?? '')) throw notAllowed(argv);
  return command;
}

const notAllowed = (argv: readonly string[]) =>
  new UsageError(`The practice console does not run: aws ${argv.slice(0, 2).join(' ')}`);

async function run(
  command: Exclude<AwsCommand, { kind: 'version' | 'configure' }>,
  env: Env,
): Promise<unknown> {
  const { globals, service } = command;
  const client = service.client(globals, env as NodeJS.ProcessEnv);
  try {
    if (command.kind === 's3') {
      if (command.command.verb === 'presign') return await presignedUrl(client, command.command);
      throw new Failure('The practice console lists by s3api.', 252);
    }
    const { operation, parameters } = command;
    const call = senderOf(service, operation, client);
    const paging = globals.paginate ? pagingOf(operation) : undefined;
    if (paging === undefined || paging.manualMembers.some((member) => parameters.input[member] !== undefined))
      return await call(parameters.input);
    return await joinedPages(paging, pages(paging, parameters.input, call));
  } catch (error) {
    throw failureOf(error, command.kind === 'call' ? command.operation.name : 'presign');
  } finally {
    client.destroy();
  }
}
