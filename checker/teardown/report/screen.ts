import { type GivenFlags, labCommand } from '../../lab/commands.ts';
import { wrap } from './wrap.ts';

/** How a report is printed. */
export interface Screen {
  /** Columns. */
  width: number;
  /** Set where several regions are printed: commands then name theirs. */
  isOneOfSeveral?: boolean;
  /** The flags that every printed command repeats. */
  given?: GivenFlags;
}

export const title = (text: string) => `\n${text}\n\n`;
/** One of a list. Its further lines are indented, so that none looks like the next one. */
export const item = (text: string, { width }: Screen) => wrap(text, width, '  ', '    ');
export const note = (text: string, { width }: Screen) => wrap(text, width, '     ');
export const paragraph = (text: string, { width }: Screen) => `\n${wrap(text, width, '')}`;

/** Commands, each on a line of its own that is never wrapped, so that it can be copied. */
export const commandsText = (commands: readonly string[]) =>
  commands.map((command) => `       ${command}\n`).join('');

/** The next command, on a line of its own. */
export const nextCommand = (screen: Screen, ...args: string[]) =>
  `\n    ${teardownCommand(screen, ...args)}\n`;

/** `lab teardown` with the flags that the user gave and these arguments. */
export const teardownCommand = ({ given = {} }: Screen, ...args: string[]) =>
  labCommand('teardown', given, ...args);

/** The same for one region, whichever region the user gave. */
export const teardownIn = (region: string, screen: Screen, ...args: string[]) =>
  teardownCommand({ ...screen, given: { ...screen.given, region } }, ...args);
