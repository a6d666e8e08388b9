import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handout } from '../../../classroom/handout-page.ts';
import { withPathErrors } from '../../../classroom/path-errors.ts';
import { sharedSeats } from '../../../classroom/policy/class-policies.ts';
import { seatCount } from '../../../classroom/report/words.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { sharedAccount } from '../../../classroom/shared-account.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { stringOption } from '../../../terminal/command.ts';
import type { Command } from '../../framework/command.ts';

const help = `Writes a page for each seat, to be printed: its names and region, links, the first commands,
and what it does otherwise than the pages say. No key and no secret is on it.

usage: lab class handout [roster] [--out FOLDER] [--account ID]
                         [--reporter human|json]

  --out       where to (default handout): class.html has all seats, a sheet of paper
              each, and seats/ID.html one; files of an earlier run are written anew
  --account   the shared account's number, where the roster does not say it
  --reporter  human (default), or json: the files' names, for other programs

examples:
  npx lab class handout
  npx lab class handout spring.yaml --out ~/Desktop/spring
`;

export const command: Command = {
  help,
  options: {
    ...{ out: { type: 'string' }, account: { type: 'string' } },
    ...{ region: { type: 'string' }, reporter: { type: 'string' } },
  },
  async run(values, positionals, io) {
    const reporter = stringOption(values, 'reporter') ?? 'human';
    if (reporter !== 'human' && reporter !== 'json')
      throw new CliError(`--reporter ${reporter}: expected human or json.`);
    const { roster: loaded } = await loadRoster(positionals, values, io.env);
    const roster =
      sharedSeats(loaded).length === 0
        ? loaded
        : { ...loaded, account: sharedAccount('The sheets', loaded, values) };
    const out = stringOption(values, 'out') ?? 'handout';
    const withPathAdvice = <T>(work: () => T) =>
      withPathErrors(`Nothing can be written into ${out}`, 'Choose another: --out FOLDER', work);
    withPathAdvice(() => mkdirSync(join(out, 'seats'), { recursive: true }));
    const write = (file: string, html: string) => {
      withPathAdvice(() => writeFileSync(file, html));
      return file;
    };
    const classFile = write(join(out, 'class.html'), handout(roster, roster.seats));
    const seats = roster.seats.map((seat) => ({
      id: seat.id,
      file: write(join(out, 'seats', `${seat.id}.html`), handout(roster, [seat])),
    }));
    io.stdout(
      reporter === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, class: roster.class, file: classFile, seats }, null, 2)}\n`
        : `${classFile}: ${seatCount(seats.length)}, a sheet each. Open it in a browser and print it; seats/ has one file for each.\n`,
    );
    return 0;
  },
};
