import type { GivenFlags } from '../checker/lab/commands.ts';
import { settingOptions } from './settings.ts';
import { type AccountValues, targetOptions } from './target.ts';

const names = Object.keys({ ...settingOptions, ...targetOptions }) as (keyof AccountValues)[];

/** The flags for settings and target that the user gave on the command line, for the commands that are printed. */
export function givenFlags(values: AccountValues): GivenFlags {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
