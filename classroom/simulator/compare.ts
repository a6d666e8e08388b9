import type { State } from './classroom.ts';

/** What an account has that it had not, or has no more, or has otherwise. */
export interface Difference {
  account: string;
  added: string[];
  missing: string[];
  changed: string[];
}

const without = (these: Readonly<Record<string, string>>, those: Readonly<Record<string, string>>) =>
  Object.keys(these).filter((key) => !Object.hasOwn(those, key));

/** Compares all records of every account; an account that is as it was is not listed. */
export function differences(before: State, after: State): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((account) => {
    const [was, is] = [before[account] ?? {}, after[account] ?? {}];
    const one = {
      account,
      added: without(is, was),
      missing: without(was, is),
      changed: Object.keys(was).filter((key) => Object.hasOwn(is, key) && is[key] !== was[key]),
    };
    return one.added.length + one.missing.length + one.changed.length === 0 ? [] : [one];
  });
}
