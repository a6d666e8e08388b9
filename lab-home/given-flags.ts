import type { GivenFlags } from '../checker/lab/commands.ts';
import { stringOption, type Values } from '../terminal/command.ts';
import { settingFlags } from './settings.ts';
import { targetFlags } from './target.ts';

/** The flags for settings and target that the user gave on the command line, for the commands that are printed. */
export function givenFlags(values: Values): GivenFlags {
  return Object.fromEntries(
    Object.keys({ ...settingFlags, ...targetFlags }).flatMap((name) => {
      const value = stringOption(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
