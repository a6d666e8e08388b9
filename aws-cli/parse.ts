import { didYouMean } from '../terminal/did-you-mean.ts';
import { UsageError, unknownToStandIn } from './errors.ts';
import { type Globals, takeGlobals } from './globals.ts';
import { looksLikeOption } from './options.ts';
import { checkQuery } from './output.ts';
import { type OperationParameters, parseParameters } from './parameters.ts';
import type { ParseContext } from './parse-context.ts';
import { parseS3, type S3Command } from './s3.ts';
import type { Operation } from './schema.ts';
import { loadService, type Service, serviceNames } from './services.ts';

/** A parsed command line. */
export type AwsCommand =
  | { kind: 'version' }
  | { kind: 'configure' }
  | { kind: 's3'; globals: Globals; service: Service; command: S3Command }
  | {
      kind: 'call';
      globals: Globals;
      service: Service;
      operation: Operation;
      parameters: OperationParameters;
    };

/** Parses `aws [options] <service> <operation> [parameters]`. Throws a UsageError that names what is unknown. */
export async function parse(
  argv: readonly string[],
  context: ParseContext,
  env: NodeJS.ProcessEnv,
): Promise<AwsCommand> {
  if (argv.length === 1 && argv[0] === '--version') return { kind: 'version' };
  const { globals, rest } = takeGlobals(argv, env);
  if (globals.query !== undefined) checkQuery(globals.query);
  const [name, ...words] = rest;
  if (name === undefined) throw new UsageError('usage: aws [options] <service> <operation> [parameters]');
  if (looksLikeOption(name)) throw unknownToStandIn(`the option ${name}`);
  if (name === 'configure') return parseConfigure(words);
  if (name === 's3') {
    const command = parseS3(words);
    return { kind: 's3', globals, service: await requireService('s3api'), command };
  }
  return parseCall(await requireService(name), globals, words, context);
}

async function requireService(name: string): Promise<Service> {
  const service = await loadService(name);
  if (service !== undefined) return service;
  throw unknownToStandIn(`the service "${name}"`, didYouMean(name, ['s3', 'configure', ...serviceNames]));
}

function parseCall(service: Service, globals: Globals, words: string[], context: ParseContext): AwsCommand {
  const [command, ...rest] = words;
  if (command === undefined) {
    throw new UsageError(`usage: aws [options] ${service.name} <operation> [parameters]`);
  }
  const operation = service.operations.get(command);
  if (operation === undefined) {
    throw unknownToStandIn(
      `"${service.name} ${command}"`,
      didYouMean(command, [...service.operations.keys()]),
    );
  }
  return { kind: 'call', globals, service, operation, parameters: parseParameters(operation, rest, context) };
}

/** The pages mention `aws configure` and `aws configure set NAME VALUE`, but never run them. */
function parseConfigure(words: readonly string[]): AwsCommand {
  const [verb, ...rest] = words;
  if (verb === undefined || (verb === 'set' && rest.length === 2)) return { kind: 'configure' };
  throw unknownToStandIn(`"configure ${words.join(' ')}"`);
}
