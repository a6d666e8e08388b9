import type { AccountRecords } from './simulation.ts';

/** The records of an account that were added, are missing, or changed. */
export interface Difference {
  account: string;
  added: string[];
  missing: string[];
  changed: string[];
}

const keysMissingFrom = (these: Readonly<Record<string, string>>, those: Readonly<Record<string, string>>) =>
  Object.keys(these).filter((key) => !Object.hasOwn(those, key));

/** Compares all records of every account. Lists only accounts that differ. */
export function differences(before: AccountRecords, after: AccountRecords): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((account) => {
    const [recordsBefore, recordsAfter] = [before[account] ?? {}, after[account] ?? {}];
    const one = {
      account,
      added: keysMissingFrom(recordsAfter, recordsBefore),
      missing: keysMissingFrom(recordsBefore, recordsAfter),
      changed: Object.keys(recordsBefore).filter(
        (key) => Object.hasOwn(recordsAfter, key) && recordsAfter[key] !== recordsBefore[key],
      ),
    };
    return one.added.length + one.missing.length + one.changed.length === 0 ? [] : [one];
  });
}
