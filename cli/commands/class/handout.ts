import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handout } from '../../../classroom/handout-page.ts';
import { withPathErrors } from '../../../classroom/path-errors.ts';
import { sharedSeats } from '../../../classroom/policy/class-policies.ts';
import { seatCount } from '../../../classroom/report/words.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { sharedAccount } from '../../../classroom/shared-account.ts';
import { text } from '../../../terminal/options.ts';
import { defineCommand } from '../../framework/command.ts';
import { reporterOption } from '../reporter-option.ts';
import { rosterPositional, rosterRegionOption } from './roster-options.ts';

export const command = defineCommand({
  name: 'class handout',
  description:
    'Writes a page for each seat, to be printed: its names and region, links, the first commands, and what it does otherwise than the pages say. No key and no secret is on it.',
  positionals: [rosterPositional],
  options: {
    out: text({
      value: 'FOLDER',
      default: 'handout',
      help: 'where to: class.html has all seats, a sheet of paper each, and seats/ID.html one; files of an earlier run are written anew',
    }),
    account: text({ value: 'ID', help: "the shared account's number, where the roster does not say it" }),
    ...rosterRegionOption,
    ...reporterOption,
  },
  examples: ['npx lab class handout', 'npx lab class handout spring.yaml --out ~/Desktop/spring'],
  async run(values, positionals, io) {
    const { out, reporter } = values;
    const { roster: loaded } = await loadRoster(positionals, values, io.env);
    const roster =
      sharedSeats(loaded).length === 0
        ? loaded
        : { ...loaded, account: sharedAccount('The sheets', loaded, values) };
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
});
