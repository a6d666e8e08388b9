import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '../base/defined.ts';
import { formatVersion, requireKnownVersion } from '../checker/lab/format-version.ts';
import type { LabRecord } from '../checker/lab/lab-record.ts';
import { journalFile, openJournal, recordOf } from '../checker/teardown/journal.ts';
import { lastTeardownOf } from '../checker/teardown/last-teardown.ts';
import { CliError } from './errors.ts';
import { labHome, writeFileAtomically } from './home.ts';

/** The key of a record: one lab in one account and region. */
export interface LabKey {
  target: string;
  accountId: string;
  region: string;
  seat?: string;
}

type Env = Record<string, string | undefined>;

const recordFile = (env: Env, { target, accountId, region, seat }: LabKey) =>
  join(labHome(env), 'records', `${[target, accountId, region, ...(seat ? [seat] : [])].join('-')}.json`);

function readRecordFile(file: string): LabRecord | undefined {
  if (!existsSync(file)) return undefined;
  const recovery = 'It tells step 9 what earlier checks saw of the lab. Delete it, and check again.';
  let record: unknown;
  try {
    record = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new CliError(`${file} is not JSON. ${recovery}`);
  }
  const { version, ...seen } = isFields(record) ? record : {};
  requireKnownVersion(file, version);
  if (!isFields(record) || !isLabRecord(seen))
    throw new CliError(`${file} is no record of a lab. ${recovery}`);
  return seen;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the record contains only what a check writes: names, and a list of policy ARNs. */
function isLabRecord(value: Record<string, unknown>): value is LabRecord & Record<string, unknown> {
  return Object.entries(value).every(([kind, one]) =>
    kind === 'policyArns'
      ? Array.isArray(one) && one.every((arn) => typeof arn === 'string')
      : typeof one === 'string',
  );
}

const regionPattern = '[a-z]{2,4}(?:-[a-z]+){1,3}-\\d{1,2}';

/** The regions for which this machine has a record or a journal of the same lab. The files' names contain the key. */
export function recordedRegions(env: Env, { target, accountId, seat }: LabKey): string[] {
  const seatSuffix = seat === undefined ? '' : `-${seat}`;
  const name = new RegExp(`^${target}-${accountId}-(${regionPattern})${seatSuffix}\\.jsonl?$`);
  return ['records', 'teardown'].flatMap((folder) => {
    const path = join(labHome(env), folder);
    if (!existsSync(path)) return [];
    return readdirSync(path).flatMap((file) => name.exec(file)?.[1] ?? []);
  });
}

/** What the user declared not to be the lab's in the teardowns of its other regions. */
function notMineElsewhere(env: Env, key: LabKey): NonNullable<LabRecord['notMineElsewhere']> {
  return [...new Set(recordedRegions(env, key))]
    .filter((region) => region !== key.region)
    .flatMap((region) => recordOf(openJournal(journalFile(labHome(env), { ...key, region })))?.journal ?? [])
    .flatMap(({ notMine }) => notMine);
}

/** The resources that earlier checks and teardowns of this lab saw; undefined if there were none. */
export function readRecord(env: Env, key: LabKey): LabRecord | undefined {
  const recorded = readRecordFile(recordFile(env, key));
  const journal = openJournal(journalFile(labHome(env), key));
  const journaled = recordOf(journal);
  const lastTeardown = lastTeardownOf(journal);
  const settled = notMineElsewhere(env, key);
  if (recorded === undefined && journaled === undefined && settled.length === 0) return undefined;
  return {
    ...journaled,
    ...recorded,
    ...defined({ lastTeardown }),
    ...(settled.length === 0 ? {} : { notMineElsewhere: settled }),
  };
}

/**
 * Adds what a check saw to the record, so that leftovers can be found after the pipeline that named them is gone. If
 * the file cannot be written, the check's result stays valid: this returns a remark for the user instead of throwing.
 */
export function addToRecord(env: Env, key: LabKey, observed: LabRecord | undefined): string | undefined {
  if (observed === undefined || Object.keys(observed).length === 0) return undefined;
  const file = recordFile(env, key);
  const before = readRecordFile(file);
  const after = { ...before, ...observed };
  if (before !== undefined && JSON.stringify(after) === JSON.stringify(before)) return undefined;
  const text = `${JSON.stringify({ version: formatVersion, ...after }, null, 2)}\n`;
  try {
    writeFileAtomically(file, text);
    return undefined;
  } catch (error) {
    return `What was seen of the lab could not be noted for step 9 (${(error as Error).message}). LAB_HOME can name another folder.`;
  }
}
