import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { requireKnownVersion } from '../checker/lab/format-version.ts';
import { stepNames } from '../checker/lab/lab.ts';
import { verdicts } from '../checker/steps/finding.ts';
import { seatStatuses } from './seat-status.ts';
import { type ClassState, newState, type SeatState } from './state.ts';

/**
 * The path of a class's state, below the lab's home folder. `target`: `live`, `practice`, `endpoint` or
 * `evidence`.
 */
export const stateFile = (home: string, name: string, target: string) =>
  join(home, 'class', `${name}-${target}.json`);

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTime = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown) => typeof value === 'string';
const isOptional = (value: unknown, isValid: (value: unknown) => boolean) =>
  value === undefined || isValid(value);

const isSteps = (value: unknown) =>
  isFields(value) &&
  Object.entries(value).every(
    ([step, verdict]) =>
      /^step-\d$/.test(step) &&
      Number(step.slice(5)) <= stepNames.length &&
      verdicts.includes(verdict as never),
  );

const isSeat = (value: unknown): value is SeatState =>
  isFields(value) &&
  seatStatuses.includes(value.standing as never) &&
  isTime(value.since) &&
  isOptional(value.done, isTime) &&
  isOptional(
    value.at,
    (at) => isFields(at) && isText(at.face) && isText(at.step) && isText(at.title) && isTime(at.since),
  ) &&
  isOptional(value.seen, (seen) => isFields(seen) && isTime(seen.at) && isSteps(seen.steps)) &&
  isOptional(value.hand, (hand) => isFields(hand) && isText(hand.text) && isTime(hand.at));

function isState(value: unknown, name: string): value is ClassState {
  if (!isFields(value) || value.schemaVersion !== 1 || value.class !== name) return false;
  return Number.isInteger(value.rounds) && isFields(value.seats) && Object.values(value.seats).every(isSeat);
}

/**
 * Reads a class's state; a new state where there is none. `damaged` means that the file exists and is not
 * valid. Throws UnknownVersion.
 */
export function readState(file: string, name: string): { state: ClassState; damaged: boolean } {
  if (!existsSync(file)) return { state: newState(name), damaged: false };
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isFields(state)) requireKnownVersion(file, state.schemaVersion);
    if (isState(state, name)) return { state, damaged: false };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { state: newState(name), damaged: true };
}

/** Writes the state atomically: a process that dies at any moment leaves the new state or the old one. */
export function writeState(file: string, state: ClassState): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.next`;
  // A new file: where others can write, a link of theirs could have this name.
  rmSync(temporary, { force: true });
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(state)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}
