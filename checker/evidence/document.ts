import { createHash } from 'node:crypto';
import type { CallCount } from '../account/calls.ts';
import type { Answer } from '../account/tape.ts';
import type { RunTarget } from '../engine/run.ts';
import type { LabRecord, RegionSettings } from '../facts/values.ts';
import type { Lab, StepId } from '../lab/lab.ts';
import { encode } from './encode.ts';
import { makeRedactor } from './redact.ts';

/** All that a run was judged by, and nothing that it concluded. */
export interface Recorded {
  /** When it was judged: milliseconds since the epoch. */
  time: number;
  target: RunTarget;
  /** The line that every output begins with. */
  line: string;
  lab: Lab;
  steps: readonly StepId[];
  regions: RegionSettings;
  record?: LabRecord;
  /** The presigned address that the learner asked about. */
  url?: string;
  /** The learner's raised hand, and since when (ISO 8601). It is for people: nothing is judged by it. */
  hand?: { text: string; since: string };
  timeoutMs: number;
  /** Facts that did not come within that time. */
  late: readonly string[];
  /** The calls that were really made. */
  calls: readonly CallCount[];
  answers: readonly Answer[];
}

/** What was recorded, out of a file. */
export interface Evidence extends Recorded {
  kitVersion: string;
  /** How many secrets were taken out, by kind. */
  removed: Record<string, number>;
}

/** The value of `evidence` in a file: whose it is. */
export const marker = 'codepipeline-lab';

export const schemaVersion = 1;

/** The hash that a file says of all else that it holds: what was damaged on its way is told. */
export const digestOf = (rest: object) => createHash('sha256').update(JSON.stringify(rest)).digest('hex');

/**
 * The file's text. `secrets` are what this machine knows to be secret; what looks like one is taken out without
 * being known.
 */
export function evidenceText(
  recorded: Recorded,
  kitVersion: string,
  secrets: readonly string[] = [],
): { text: string; removed: Record<string, number> } {
  const { time, target, line, lab, steps, regions, record, url, hand, timeoutMs, late, calls, answers } =
    recorded;
  const redactor = makeRedactor(secrets);
  const clean = redactor.value({
    target,
    line,
    lab,
    steps,
    regions,
    ...(record === undefined ? {} : { record }),
    ...(url === undefined ? {} : { url }),
    ...(hand === undefined ? {} : { hand }),
    timeoutMs,
    late,
    calls,
    answers: encode(answers),
  }) as object;
  const removed = redactor.removed();
  const head = { evidence: marker, schemaVersion, kitVersion, time: new Date(time).toISOString() };
  // As it will be read: what JSON drops is no part of the hash.
  const document = JSON.parse(JSON.stringify({ ...head, ...clean, removed })) as object;
  return { text: `${JSON.stringify({ ...document, sha256: digestOf(document) }, null, 1)}\n`, removed };
}
