import { lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Run } from '../checker/engine/run.ts';
import type { Evidence, RecordedRun } from '../checker/evidence/document.ts';
import { steps as allSteps, type Step } from '../checker/steps/index.ts';
import { readBounded } from './bounded-file.ts';
import { CliError } from './errors.ts';
import { writeFileAtomically } from './home.ts';
import { instructionsFor } from './instructions.ts';
import { kitVersion } from './kit-version.ts';

/** A recorded run, and the secrets that must not be saved with it. */
export interface EvidenceInput {
  recorded: RecordedRun;
  secrets: readonly string[];
}

/** Larger files are not read: the evidence of the whole lab has a few hundred KiB. Parsing blocks this process. */
const maxBytes = 16 * 1024 * 1024;

/** A file's text; undefined if the file does not exist. Throws CliError if it is no readable file. */
function readIfExists(file: string, flag: string): string | undefined {
  try {
    if (statSync(file).isDirectory()) throw new CliError(`${flag} ${file}: this is no file.`);
    return readBounded(file, `${flag} ${file}`, maxBytes).toString('utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CliError(`${flag} ${file}: it cannot be read (${message}).`);
  }
}

/**
 * Throws CliError if a file must not be written: its folder does not exist, or the file is not the kit's.
 * `isReplaceable` recognizes the text of a file that the same command wrote before.
 */
export function requireReplaceable(
  file: string,
  flag: string,
  isReplaceable: (text: string) => boolean,
): void {
  const folder = dirname(resolve(file));
  if (!lstatSync(folder, { throwIfNoEntry: false }))
    throw new CliError(`${flag} ${file}: there is no folder ${folder}.`);
  const existing = readIfExists(file, flag);
  if (existing === undefined || existing === '' || isReplaceable(existing)) return;
  throw new CliError(`${flag} ${file}: this file is something else, and is kept. Choose another name.`);
}

/** Called before a check. Throws CliError if its evidence cannot be written to this file. */
export async function requireEvidenceFile(file: string): Promise<void> {
  const { isEvidence } = await import('../checker/evidence/read.ts');
  requireReplaceable(file, '--save', isEvidence);
}

/** The text of a file. Throws CliError if the file does not exist. */
export function readRequiredFile(file: string, flag = '--from'): string {
  const text = readIfExists(file, flag);
  if (text === undefined) throw new CliError(`${flag} ${file}: there is no such file.`);
  return text;
}

/** Reads evidence. Throws CliError with what is wrong with the file. */
export async function loadEvidence(file: string, flag = '--from'): Promise<Evidence> {
  const [{ EvidenceError, readEvidence }, { requireAnswerTypes }] = await Promise.all([
    import('../checker/evidence/read.ts'),
    import('../checker/evidence/answer-types.ts'),
  ]);
  const text = readRequiredFile(file, flag);
  try {
    const evidence = readEvidence(text);
    await requireAnswerTypes(evidence);
    return evidence;
  } catch (error) {
    if (error instanceof EvidenceError) throw new CliError(`${flag} ${file}: ${error.message}.`);
    throw error;
  }
}

/** Judges a recorded run again, with the instructions for the target that was recorded. */
export async function replayEvidence(evidence: Evidence, steps: readonly Step[]): Promise<Run> {
  const { replay } = await import('../checker/evidence/replay.ts');
  return replay(evidence, steps, instructionsFor(evidence.target.kind));
}

/** A run's verdicts and causes as one string, to compare two runs. */
const verdictsOf = ({ steps }: Run) =>
  JSON.stringify(
    steps.map(({ id, findings }) => [
      id,
      findings.map(({ check, verdict, cause }) => [check, verdict, cause]),
    ]),
  );

/** Evidence as it is saved, and the result of judging it. */
export interface RedactedEvidence {
  text: string;
  /** The number of secrets that were removed. */
  removed: number;
  evidence: Evidence;
  run: Run;
  /** Set if its verdicts differ from those of the account. */
  remark?: string;
}

/** Removes the secrets from a recorded run, and judges the result. */
export async function redactEvidence(
  { recorded, secrets }: EvidenceInput,
  run: Run,
): Promise<RedactedEvidence> {
  const [{ evidenceText }, { readEvidence }] = await Promise.all([
    import('../checker/evidence/document.ts'),
    import('../checker/evidence/read.ts'),
  ]);
  const { text, removed } = evidenceText(recorded, kitVersion(), secrets);
  const evidence = readEvidence(text);
  const replayed = await replayEvidence(evidence, stepsIn(recorded.steps));
  const count = Object.values(removed).reduce((sum, one) => sum + one, 0);
  const redacted = { text, removed: count, evidence, run: replayed };
  if (verdictsOf(replayed) === verdictsOf(run)) return redacted;
  const remark =
    'Judged from the file it comes out otherwise: something that had to be taken out was part of an answer.';
  return { ...redacted, remark };
}

/** Saves evidence. Returns remarks for people: what was removed, and whether the file is judged like the account. */
export async function saveEvidence(file: string, input: EvidenceInput, run: Run): Promise<string[]> {
  const { text, removed, remark } = await redactEvidence(input, run);
  await requireEvidenceFile(file);
  try {
    writeFileAtomically(resolve(file), text);
  } catch (error) {
    throw new CliError(`--save ${file}: it could not be written (${(error as Error).message}).`);
  }
  const message = `The evidence is in ${file}${removed === 0 ? '' : ` (${removed} secret${removed === 1 ? '' : 's'} taken out)`}. It is judged again with: npm run check -- --from ${file}`;
  return remark === undefined ? [message] : [message, remark];
}

const stepsIn = (ids: readonly string[]) => allSteps.filter(({ id }) => ids.includes(id));

/** Judges evidence again, for the requested steps; if there are none, for those that it was saved for. */
export async function judgeEvidence(
  file: string,
  requested: readonly Step[],
): Promise<{ run: Run; line: string; evidence: Evidence; remark?: string }> {
  const evidence = await loadEvidence(file);
  const saved = stepsIn(evidence.steps);
  const steps = requested.length === 0 ? saved : requested;
  const run = await replayEvidence(evidence, steps);
  run.evidence = { time: new Date(evidence.time).toISOString(), kitVersion: evidence.kitVersion };
  const missing = steps.filter((step) => !saved.includes(step));
  const names = (all: readonly Step[]) => all.map(({ id }) => id).join(', ');
  const remark = `${file} was saved for ${names(saved)}: what ${names(missing)} need${missing.length === 1 ? 's' : ''} beyond that was not asked, and is unknown.`;
  const line = `${evidence.line}\nnothing was asked now: evidence of ${when(evidence.time)}, saved by kit ${evidence.kitVersion} in ${file}`;
  return { run, line, evidence, ...(missing.length === 0 ? {} : { remark }) };
}

const when = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
