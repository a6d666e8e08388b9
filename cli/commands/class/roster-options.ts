import { text } from '../../../terminal/options.ts';

/** The roster, as an argument of the commands of a class. */
export const rosterPositional = {
  name: 'roster',
  help: 'class.yaml or class.csv in the current folder, where none is named',
} as const;

/** The option of the region, for the commands that read a roster. */
export const rosterRegionOption = {
  region: text({ value: 'REGION', help: 'of seats that name none, where the roster has none for all' }),
};
