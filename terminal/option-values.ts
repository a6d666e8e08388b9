import type { Values } from './command.ts';
import type { Option, Options, Reading } from './options.ts';

/** The values of a command's options, by their names as they are typed. */
export type ValuesOf<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

function problemText(
  name: string,
  { example }: Option,
  reading: Exclude<Reading<unknown>, { value: unknown }>,
) {
  const { rejected, expected, suggestion } = reading;
  const instance = example === undefined ? '.' : `, such as --${name} ${example}.`;
  const advice = suggestion === undefined ? instance : `. Did you mean --${name} ${suggestion}?`;
  return `--${name} ${rejected === '' ? '""' : rejected}: expected ${expected}${advice}`;
}

/** The value of one option, from what was typed for it; or what is wrong with that. */
export function readValue<T>(
  name: string,
  option: Option<T>,
  given: readonly string[],
): { value: T } | { problem: string } {
  const reading = option.read(given);
  return 'rejected' in reading ? { problem: problemText(name, option, reading) } : reading;
}

/** The values of a command's options, from what `parseArgs` returns; or what is wrong with the first bad one. */
export function readValues<O extends Options>(
  options: O,
  given: Values,
): { values: ValuesOf<O> } | { problem: string } {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const typed = [given[name] ?? []].flat();
    const isGiven = option.type === 'string' ? typed.length > 0 : typed.includes(true);
    const reading = isGiven ? readValue(name, option, typed.map(String)) : { value: option.absent };
    if ('problem' in reading) return reading;
    values[name] = reading.value;
  }
  return { values: values as ValuesOf<O> };
}

/** Whether the user gave an option that has no default. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
