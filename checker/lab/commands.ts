import { shellQuote } from './shell-quote.ts';

/**
 * The flags on the command line that decide which account and which lab a command looks at: `{ seat: 'anna' }`. Every
 * command that is printed for the user to type repeats them. What comes from settings or the environment needs none.
 */
export type GivenFlags = Readonly<Record<string, string>>;

function flagsOf(given: GivenFlags): string[] {
  return Object.entries(given).flatMap(([name, value]) =>
    // A value that begins with a dash would be read as a flag.
    value.startsWith('-') ? [shellQuote(`--${name}=${value}`)] : [`--${name}`, shellQuote(value)],
  );
}

/** `npx lab WORDS`, with the flags that the user gave, and more arguments; quoted for a shell. */
export const labCommand = (words: string, given: GivenFlags, ...args: readonly string[]): string =>
  ['npx lab', words, ...flagsOf(given), ...args.map(shellQuote)].join(' ');

/** `npm run teardown`, likewise. */
export function npmTeardown(given: GivenFlags, ...args: readonly string[]): string {
  const all = [...flagsOf(given), ...args.map(shellQuote)];
  return ['npm run teardown', ...(all.length === 0 ? [] : ['--', ...all])].join(' ');
}
