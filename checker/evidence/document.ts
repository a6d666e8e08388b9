import { createHash } from 'node:crypto';
import type { CallCount } from '../account/calls.ts';
import type { RecordedCall } from '../account/recording.ts';
import type { RunTarget } from '../engine/run.ts';
import type { LabRecord, RegionSettings } from '../facts/values.ts';
import type { Lab, StepId } from '../lab/lab.ts';
import { encode } from './encode.ts';
import { makeRedactor } from './redact.ts';

/** All that a run was judged by, and nothing that it concluded. */
export interface RecordedRun {
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
  answers: readonly RecordedCall[];
}

/** What was recorded, out of a file. */
export interface Evidence extends RecordedRun {
  kitVersion: string;
  /** How many secrets were taken out, by kind. */
  removed: Record<string, number>;
}

/** The value of `evidence` in a file: whose it is. */
export const evidenceMarker = 'codepipeline-lab';

export const schemaVersion = 1;

/** A call as a file has it: `trouble` is the name that evidence has always had for an unknown fact's error. */
const toStored = ({ fact, ...call }: RecordedCall) => ({
  ...call,
  fact: fact.state === 'unknown' ? { state: fact.state, trouble: fact.error } : fact,
});

/** The hash that a file says of all else that it holds: what was damaged on its way is told. */
export const documentHash = (rest: object) => createHash('sha256').update(JSON.stringify(rest)).digest('hex');

/**
 * The file's text. `secrets` are what this machine knows to be secret; what looks like one is taken out without
 * being known.
 */
export function evidenceText(
  recorded: RecordedRun,
  kitVersion: string,
  secrets: readonly string[] = [],
): { text: string; removed: Record<string, number> } {
  const { time, target, line, lab, steps, regions, record, url, hand, timeoutMs, late, calls, answers } =
    recorded;
  const redactor = makeRedactor(secrets);
  const redacted = redactor.value({
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
    answers: encode(answers.map(toStored)),
  }) as object;
  const removed = redactor.removed();
  const head = { evidence: evidenceMarker, schemaVersion, kitVersion, time: new Date(time).toISOString() };
  // As it will be read: what JSON drops is no part of the hash.
  const document = JSON.parse(JSON.stringify({ ...head, ...redacted, removed })) as object;
  return { text: `${JSON.stringify({ ...document, sha256: documentHash(document) }, null, 1)}\n`, removed };
}
