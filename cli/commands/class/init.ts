import { existsSync, writeFileSync } from 'node:fs';
import { withPathErrors } from '../../../classroom/path-errors.ts';
import { RosterError, readRoster } from '../../../classroom/roster.ts';
import { accessModes, type RosterOptions, rosterText } from '../../../classroom/roster-text.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { type Io, stringOption, type Values } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import { prompt } from '../../../terminal/prompt.ts';
import type { Command } from '../../framework/command.ts';

const help = `Writes a roster: class.yaml, with what can stand in it explained.

usage: lab class init [FILE] [--seats N] [--region R] [--shared | --profiles | --roles]
                      [--class NAME] [--account ID] [--force]

  FILE         where to (default class.yaml)
  --seats      how many seats: seat-01, seat-02, … (default 10)
  --region     the region of all of them (default us-east-1)
  --shared     all seats in one account, the one that you run the commands with (default)
  --profiles   a profile of this machine's AWS configuration for each seat
  --roles      a role to assume in each seat's own account
  --class      the class's name: 1 to 40 of a-z, 0-9 and -
  --account    the shared account's number: any other stops every command
  --force      writes over a file that is there

In a terminal, what is needed and not given is asked.

examples:
  npx lab class init --seats 12 --region eu-central-1
  npx lab class init spring.yaml --class spring --seats 40 --profiles
`;

const count = (given: string) => {
  if (!/^[1-9]\d{0,3}$/.test(given))
    throw new CliError(`--seats ${given}: expected a number from 1 to 9999.`);
  return Number(given);
};

/** Takes the options from the flags and, in a terminal, asks for the rest. */
async function askOptions(values: Values, io: Io): Promise<RosterOptions> {
  const chosen = accessModes.filter((mode) => values[mode]);
  if (chosen.length > 1) throw new CliError('Give one of --shared, --profiles and --roles.');
  const given: Record<string, string | undefined> = {
    seats: stringOption(values, 'seats'),
    way: chosen[0],
    region: stringOption(values, 'region') ?? (io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || undefined),
    class: stringOption(values, 'class'),
  };
  if (io.interactive) {
    const questions = [
      { type: 'input' as const, name: 'class', message: 'Name of the class', default: 'class' },
      { type: 'input' as const, name: 'seats', message: 'Seats', default: '10' },
      { type: 'input' as const, name: 'region', message: 'Region', default: 'us-east-1' },
      {
        ...{ type: 'select' as const, name: 'way', message: 'Where do the seats work?' },
        choices: [
          { value: 'shared', name: 'all in one account' },
          { value: 'profiles', name: 'each in an account of its own, by a profile of this machine' },
          { value: 'roles', name: 'each in an account of its own, by a role to assume' },
        ],
      },
    ].filter(({ name }) => given[name] === undefined);
    Object.assign(given, await prompt(questions, io));
  }
  const account = stringOption(values, 'account');
  return {
    class: given.class ?? 'class',
    seats: count(given.seats ?? '10'),
    region: given.region ?? 'us-east-1',
    accessMode: (given.way ?? 'shared') as RosterOptions['accessMode'],
    ...(account === undefined ? {} : { account }),
  };
}

export const command: Command = {
  help,
  options: {
    ...{ seats: { type: 'string' }, region: { type: 'string' }, class: { type: 'string' } },
    ...{ account: { type: 'string' }, force: { type: 'boolean' } },
    ...{ shared: { type: 'boolean' }, profiles: { type: 'boolean' }, roles: { type: 'boolean' } },
  },
  async run(values, positionals, io) {
    const [file = 'class.yaml', ...more] = positionals;
    if (more.length > 0) throw new CliError(`lab class init takes one file, not ${positionals.join(', ')}.`);
    if (!/\.ya?ml$/.test(file)) throw new CliError(`${file}: a roster that is written here ends in .yaml.`);
    const requireFree = () => {
      if (existsSync(file) && !values.force)
        throw new CliError(`${file} is there already: nothing was written. To write over it: --force`);
    };
    requireFree();
    const roster = rosterText(await askOptions(values, io));
    try {
      await readRoster(roster, { file, suggest: didYouMean });
    } catch (error) {
      if (error instanceof RosterError)
        throw new CliError(
          `${error.problems.map(({ message }) => message).join('\n')}\nNothing was written.`,
        );
      throw error;
    }
    requireFree();
    withPathErrors(
      `${file} cannot be written`,
      'Nothing was written. Make the folder, or name another file.',
      () => writeFileSync(file, roster, { flag: values.force ? 'w' : 'wx' }),
    );
    io.stdout(`Written to ${file}. Put in the names, then: npx lab class doctor ${file}\n`);
    return 0;
  },
};
