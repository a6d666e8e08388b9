import { existsSync, writeFileSync } from 'node:fs';
import { defined } from '../../../base/defined.ts';
import { withPathErrors } from '../../../classroom/path-errors.ts';
import { RosterError, readRoster } from '../../../classroom/roster.ts';
import { accessModes, type RosterOptions, rosterText } from '../../../classroom/roster-text.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import { integer } from '../../../terminal/number-options.ts';
import { readValue, type ValuesOf } from '../../../terminal/option-values.ts';
import { flag, text } from '../../../terminal/options.ts';
import { prompt } from '../../../terminal/prompt.ts';
import { defineCommand } from '../../framework/command.ts';

const options = {
  seats: integer({ min: 1, max: 9999, defaultText: '10', help: 'how many seats: seat-01, seat-02, …' }),
  region: text({ value: 'REGION', help: 'the region of all of them', defaultText: 'us-east-1' }),
  shared: flag('all seats in one account, the one that you run the commands with (default)'),
  profiles: flag("a profile of this machine's AWS configuration for each seat"),
  roles: flag("a role to assume in each seat's own account"),
  class: text({ value: 'NAME', help: "the class's name: 1 to 40 of a-z, 0-9 and -" }),
  account: text({ value: 'ID', help: "the shared account's number: any other stops every command" }),
  force: flag('writes over a file that is there'),
};

type InitValues = ValuesOf<typeof options>;

/** The number of seats that was answered at the prompt. Throws CliError. */
function seatsAnswered(answer: string): number {
  const read = readValue('seats', options.seats, [answer]);
  if ('problem' in read) throw new CliError(read.problem);
  return read.value ?? 10;
}

/** Takes the options from the flags and, in a terminal, asks for the rest. */
async function askOptions(values: InitValues, io: Io): Promise<RosterOptions> {
  const chosen = accessModes.filter((mode) => values[mode]);
  if (chosen.length > 1) throw new CliError('Give one of --shared, --profiles and --roles.');
  const given: Record<string, string | undefined> = {
    seats: values.seats === undefined ? undefined : String(values.seats),
    way: chosen[0],
    region: values.region ?? (io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || undefined),
    class: values.class,
  };
  if (io.interactive) {
    const questions = [
      { type: 'input' as const, name: 'class', message: 'Name of the class', default: 'class' },
      { type: 'input' as const, name: 'seats', message: 'Seats', default: '10' },
      { type: 'input' as const, name: 'region', message: 'Region', default: 'us-east-1' },
      {
        type: 'select' as const,
        name: 'way',
        message: 'Where do the seats work?',
        choices: [
          { value: 'shared', name: 'all in one account' },
          { value: 'profiles', name: 'each in an account of its own, by a profile of this machine' },
          { value: 'roles', name: 'each in an account of its own, by a role to assume' },
        ],
      },
    ].filter(({ name }) => given[name] === undefined);
    Object.assign(given, await prompt(questions, io));
  }
  const { account } = values;
  return {
    class: given.class ?? 'class',
    seats: seatsAnswered(given.seats ?? '10'),
    region: given.region ?? 'us-east-1',
    accessMode: (given.way ?? 'shared') as RosterOptions['accessMode'],
    ...defined({ account }),
  };
}

export const command = defineCommand({
  name: 'class init',
  description: 'Writes a roster: class.yaml, with what can stand in it explained.',
  usage: ['lab class init [FILE] [--shared | --profiles | --roles] [options]'],
  positionals: [{ name: 'FILE', help: 'where to (default class.yaml)' }],
  options,
  notes: ['In a terminal, what is needed and not given is asked.'],
  examples: [
    'npx lab class init --seats 12 --region eu-central-1',
    'npx lab class init spring.yaml --class spring --seats 40 --profiles',
  ],
  async run(values, [file = 'class.yaml'], io) {
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
});
