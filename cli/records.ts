import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabRecord } from '../checker/account/facts/values.ts';
import { journalFile, openJournal, recordOf } from '../checker/teardown/journal.ts';
import { CliError } from './errors.ts';
import { labHome, writeWhole } from './home.ts';

/** Whose record it is: one lab in one account and region. */
export interface LabKey {
  target: string;
  accountId: string;
  region: string;
  seat?: string;
}

type Env = Record<string, string | undefined>;

const recordFile = (env: Env, { target, accountId, region, seat }: LabKey) =>
  join(labHome(env), 'records', `${[target, accountId, region, ...(seat ? [seat] : [])].join('-')}.json`);

function readSeen(file: string): LabRecord | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LabRecord;
  } catch {
    throw new CliError(
      `${file} is not JSON. It tells step 9 what earlier checks saw of the lab. Delete it, and check again.`,
    );
  }
}

/** What earlier checks and teardowns saw of this lab; undefined when none ever did. */
export function readRecord(env: Env, key: LabKey): LabRecord | undefined {
  const seen = readSeen(recordFile(env, key));
  const torn = recordOf(openJournal(journalFile(labHome(env), key)));
  return seen === undefined && torn === undefined ? undefined : { ...torn, ...seen };
}

/** Adds what a check saw to the record: enough to look for leftovers when the pipeline that named them is gone. */
export function addToRecord(env: Env, key: LabKey, seen: LabRecord | undefined): void {
  if (seen === undefined || Object.keys(seen).length === 0) return;
  const file = recordFile(env, key);
  const before = readSeen(file);
  const after = { ...before, ...seen };
  const text = `${JSON.stringify(after, null, 2)}\n`;
  if (before === undefined || text !== `${JSON.stringify(before, null, 2)}\n`) writeWhole(file, text);
}
