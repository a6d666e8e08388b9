import { UsageError, unknownToStandIn } from './errors.ts';
import { looksLikeOption, parseOption } from './options.ts';

/** The options that every command takes. */
export interface Globals {
  region?: string;
  endpointUrl?: string;
  profile?: string;
  query?: string;
  output: 'json' | 'text';
  paginate: boolean;
}

const VALUED = ['region', 'endpoint-url', 'profile', 'output', 'query'] as const;
const SWITCHES = ['no-cli-pager', 'no-paginate'] as const;
/** Options of the real command. They are refused by name, so that they are not taken for options of the operation. */
const REFUSED = [
  'debug',
  'no-verify-ssl',
  'no-sign-request',
  'ca-bundle',
  'color',
  'cli-read-timeout',
  'cli-connect-timeout',
  'cli-binary-format',
  'cli-auto-prompt',
  'no-cli-auto-prompt',
];

type Valued = (typeof VALUED)[number];

/** Separates the global options, in any position, from the rest of a command line. */
export function takeGlobals(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): { globals: Globals; rest: string[] } {
  const given = new Map<Valued, string>();
  const rest: string[] = [];
  let paginate = true;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    const option = parseOption(word);
    if (option !== undefined && REFUSED.includes(option.name))
      throw unknownToStandIn(`the option --${option.name}`);
    if (option !== undefined && isValued(option.name)) {
      const next = argv[index + 1];
      if (option.inline === undefined && (next === undefined || looksLikeOption(next))) {
        throw new UsageError(`argument --${option.name}: expected one argument`);
      }
      if (option.inline === undefined) index += 1;
      given.set(option.name, option.inline ?? next ?? '');
    } else if (option !== undefined && SWITCHES.some((name) => name === option.name)) {
      if (option.name === 'no-paginate') paginate = false;
    } else rest.push(word);
  }
  return { globals: globalsFrom(given, paginate, env), rest };
}

function isValued(name: string): name is Valued {
  return VALUED.some((known) => known === name);
}

function globalsFrom(given: Map<Valued, string>, paginate: boolean, env: NodeJS.ProcessEnv): Globals {
  const output = given.get('output') ?? (env.AWS_DEFAULT_OUTPUT || 'json');
  if (output !== 'json' && output !== 'text')
    throw unknownToStandIn(`the output format "${output}" (json and text)`);
  const globals: Globals = { output, paginate };
  // The CLI's version 2 reads AWS_REGION first, version 1 only AWS_DEFAULT_REGION.
  const region = given.get('region') ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  const endpointUrl = given.get('endpoint-url');
  const profile = given.get('profile');
  const query = given.get('query');
  if (region) globals.region = region;
  if (endpointUrl !== undefined) globals.endpointUrl = endpointUrl;
  if (profile !== undefined) globals.profile = profile;
  if (query !== undefined) globals.query = query;
  return globals;
}
