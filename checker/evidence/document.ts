import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import type { CallCount } from '../account/calls.ts';
import type { RecordedCall } from '../account/recording.ts';
import type { RunTarget } from '../engine/run.ts';
import type { LabRecord, RegionSettings } from '../facts/values.ts';
import type { Lab, StepId } from '../lab/lab.ts';
import { encode } from './encode.ts';
import { makeRedactor } from './redact.ts';

/** All inputs of a run's judgement, without its result. */
export interface RecordedRun {
  /** When it was judged: milliseconds since the epoch. */
  time: number;
  target: RunTarget;
  /** The first line of every output, which names the account. */
  line: string;
  lab: Lab;
  steps: readonly StepId[];
  regions: RegionSettings;
  record?: LabRecord;
  /** The presigned URL that the learner passed. */
  url?: string;
  /** The learner's help request, and since when (ISO 8601). It is for people: no check reads it. */
  hand?: { text: string; since: string };
  timeoutMs: number;
  /** Facts that did not arrive within that time. */
  late: readonly string[];
  /** The calls that were actually made. */
  calls: readonly CallCount[];
  answers: readonly RecordedCall[];
}

/** A recorded run, as read from a file. */
export interface Evidence extends RecordedRun {
  kitVersion: string;
  /** The number of secrets that were removed, by kind. */
  removed: Record<string, number>;
}

/** The value of a file's `evidence` field, by which the kit recognizes its own files. */
export const evidenceMarker = 'codepipeline-lab';

export const schemaVersion = 1;

/** A call in the file's format. The format's name for the error of an unknown fact is `trouble`. */
const toStored = ({ fact, ...call }: RecordedCall) => ({
  ...call,
  fact: fact.state === 'unknown' ? { state: fact.state, trouble: fact.error } : fact,
});

/** The hash of a file's other fields, which the file contains so that the reader can detect damage. */
export const documentHash = (rest: object) => createHash('sha256').update(JSON.stringify(rest)).digest('hex');

/**
 * Returns the file's text without secrets, and the number of secrets that were removed, by kind. `secrets` are those
 * that this machine knows; others are recognized by their form.
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
    ...defined({ record, url, hand }),
    timeoutMs,
    late,
    calls,
    answers: encode(answers.map(toStored)),
  }) as object;
  const removed = redactor.removed();
  const head = { evidence: evidenceMarker, schemaVersion, kitVersion, time: new Date(time).toISOString() };
  // Hash the document as it will be read: JSON drops fields that are undefined.
  const document = JSON.parse(JSON.stringify({ ...head, ...redacted, removed })) as object;
  return { text: `${JSON.stringify({ ...document, sha256: documentHash(document) }, null, 1)}\n`, removed };
}
