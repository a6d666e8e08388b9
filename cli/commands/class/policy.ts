import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withPathErrors } from '../../../classroom/path-errors.ts';
import { instructorPolicies, seatPolicies, sharedSeats } from '../../../classroom/policy/class-policies.ts';
import { policyFiles } from '../../../classroom/policy-files.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import type { Roster, Seat } from '../../../classroom/seat.ts';
import { sharedAccount } from '../../../classroom/shared-account.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import { isGiven, type ValuesOf } from '../../../terminal/option-values.ts';
import { flag, grouped, oneOf, text } from '../../../terminal/options.ts';
import { defineCommand } from '../../framework/command.ts';
import { rosterPositional } from './roster-options.ts';

const print = (document: object, io: Io) => io.stdout(`${JSON.stringify(document, null, 2)}\n`);

function requireSharedSeat(id: string, { seats }: Roster): Seat {
  const seat = seats.find((one) => one.id === id);
  if (seat?.access.kind === 'shared') return seat;
  if (seat !== undefined)
    throw new CliError(`"${id}" has an account of its own. What it needs there: npx lab policy --lab`);
  const suggestion = didYouMean(
    id,
    seats.map((one) => one.id),
  );
  throw new CliError(`The roster has no seat "${id}".${suggestion ? ` Did you mean "${suggestion}"?` : ''}`);
}

/** Writes the files. Answers how many. Throws CliError if one exists already. */
function writeAll(folder: string, files: ReadonlyMap<string, string>): number {
  for (const [name, content] of files) {
    const file = join(folder, name);
    if (existsSync(file))
      throw new CliError(`${file} is there already. Choose an empty folder: --out FOLDER`);
    withPathErrors(`${file} cannot be written`, 'Choose an empty folder: --out FOLDER', () => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: 'wx' });
    });
  }
  return files.size;
}

const options = {
  ...grouped('one document, to be given to IAM', {
    seat: text({
      value: 'ID',
      help: "what a seat of the shared account needs: the whole lab on its own names, and nothing on a neighbour's",
    }),
    boundary: flag("with --seat: the boundary of the role of that seat's pipeline"),
    instructor: flag('what following the class needs: it only reads'),
    teardown: flag("what lab class teardown needs: it removes only what has a seat's name"),
    trust: flag("who may take the instructor's role on, in an account of a seat's own"),
  }),
  ...grouped('everything', {
    all: flag('with --out: all of them as files, with the commands that make, and remove, the users'),
    out: text({ value: 'FOLDER', help: 'where --all writes the files' }),
    reporter: oneOf({ json: '' }, { help: 'all of them as one document for other programs' }),
  }),
  account: text({ value: 'ID', help: "the shared account's number, where the roster does not say it" }),
};

/** The options that select what is printed. */
const selectors = ['seat', 'instructor', 'teardown', 'trust', 'all'] as const;

async function run(values: ValuesOf<typeof options>, positionals: string[], io: Io): Promise<number> {
  const { roster, file } = await loadRoster(positionals, {}, io.env);
  const account = sharedAccount('The policies', roster, values);
  const selections = selectors.filter((name) => isGiven(values[name]));
  const json = values.reporter === 'json';
  if (selections.length > 1 || (selections.length === 0 && !json))
    throw new CliError('Give one of --seat ID, --instructor, --teardown, --trust and --all --out FOLDER.');
  if (values.boundary && !values.seat) throw new CliError('--boundary goes with --seat ID.');
  const { seat: id, out } = values;
  const instructor = instructorPolicies(roster, account);
  if (id !== undefined) {
    const { policy, boundary } = seatPolicies(requireSharedSeat(id, roster), account);
    print(values.boundary ? boundary.document : policy.document, io);
  } else if (values.instructor) print(instructor.read, io);
  else if (values.teardown) print(instructor.teardown, io);
  else if (values.trust) {
    const [trust, ...more] = instructor.trusts;
    if (trust === undefined) throw new CliError('No seat of the roster is reached by a role.');
    if (more.length > 0)
      throw new CliError('The roster has several external ids: --all --out FOLDER writes a trust for each.');
    print(trust.document, io);
  } else if (values.all) {
    if (out === undefined) throw new CliError('--all writes files: say where, --out FOLDER.');
    const seats = sharedSeats(roster).map((seat) => seatPolicies(seat, account));
    const count = writeAll(out, policyFiles({ roster, account, seats, instructor }));
    io.stdout(`${count} files written to ${out}. Begin with ${join(out, 'README.md')}\n`);
  } else {
    const seats = sharedSeats(roster).map((seat) => seatPolicies(seat, account));
    print(
      { schemaVersion: 1, class: roster.class, roster: file, account, seats, instructor: instructor },
      io,
    );
  }
  return 0;
}

export const command = defineCommand({
  name: 'class policy',
  description: 'Prints the IAM policies of a class. It calls nothing: you make what it prints.',
  usage: [
    'lab class policy [roster] --seat ID [--boundary]',
    'lab class policy [roster] --instructor | --teardown | --trust',
    'lab class policy [roster] --all --out FOLDER',
  ],
  positionals: [rosterPositional],
  options,
  notes: ['A seat that has an account of its own needs no such policy: npx lab policy --lab.'],
  examples: [
    'npx lab class policy --seat anna > anna.json',
    'npx lab class policy --all --out policies && less policies/README.md',
  ],
  run,
});
