import { type Absent, type CallError, type Known, unknown } from '../account/fact.ts';
import type { CallRequest, RecordedCall } from '../account/recording.ts';
import { labFrom, SettingsError } from '../lab/lab.ts';
import { findStep } from '../steps/index.ts';
import { documentHash, type Evidence, evidenceMarker, schemaVersion } from './document.ts';
import { decode } from './encode.ts';
import { isLabRecord } from './record-shape.ts';
import { isFields, isText, listOf, optional, valuesOf } from './shapes.ts';

/** The text is no evidence that can be judged; the message describes why. */
export class EvidenceError extends Error {}

type Fields = Record<string, unknown>;

const isTexts = listOf(isText);

function isTarget(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { kind, account, region, endpoint } = value;
  return [kind, account, region].every(isText) && (endpoint === null || isText(endpoint));
}

function isCount(value: unknown): boolean {
  return isFields(value) && isText(value.service) && isText(value.operation) && Number.isInteger(value.count);
}

function isAnswer(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { service, operation, region, input, fact } = value;
  const isRequest = isText(service) && isText(operation) && (region === undefined || isText(region));
  return isRequest && isFields(input) && isFields(fact) && isFact(fact);
}

function isFact({ state, code, trouble: callError, ...rest }: Fields): boolean {
  if (state === 'known') return Object.hasOwn(rest, 'value');
  if (state === 'absent') return isText(code);
  if (state !== 'unknown' || !isFields(callError)) return false;
  const { cause, service, operation, message } = callError;
  return [cause, service, operation, message, callError.code].every(isText) && isTexts(callError.actions);
}

/** The most characters that `lab hand` accepts. Readers do not shorten the text, so a much longer one is invalid. */
const maxHelpRequestLength = 200;

function isHelpRequest(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isFields(value) || !isText(value.text) || !isText(value.since)) return false;
  return (
    (value.text as string).length <= 4 * maxHelpRequestLength &&
    !Number.isNaN(Date.parse(value.since as string))
  );
}

/** Each field, and whether its value is valid. */
const fieldRules: Record<string, (value: unknown) => boolean> = {
  kitVersion: isText,
  time: (value) => isText(value) && !Number.isNaN(Date.parse(value as string)),
  target: isTarget,
  line: isText,
  lab: isFields,
  steps: (value) =>
    isTexts(value) && (value as string[]).length > 0 && (value as string[]).every((id) => findStep(id)),
  regions: valuesOf(isText),
  record: optional(isLabRecord),
  url: optional(isText),
  hand: isHelpRequest,
  timeoutMs: (value) => typeof value === 'number' && value > 0,
  late: isTexts,
  calls: (value) => Array.isArray(value) && value.every(isCount),
  answers: (value) => Array.isArray(value) && value.every(isAnswer),
  removed: (value) => isFields(value) && Object.values(value).every(Number.isInteger),
};

function parse(text: string): Fields {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new EvidenceError(
      `it is not JSON, or only a part of it (${(error as Error).message}); save it again`,
    );
  }
  if (!isMarked(document))
    throw new EvidenceError('it is no evidence: that is what npm run check -- --save FILE writes');
  return document;
}

const isMarked = (document: unknown): document is Fields =>
  isFields(document) && document.evidence === evidenceMarker;

/** Whether a text is evidence, of any version: such a file may be overwritten. */
export function isEvidence(text: string): boolean {
  try {
    return isMarked(JSON.parse(text));
  } catch {
    // Any other file belongs to the user.
    return false;
  }
}

type StoredCall = CallRequest & { fact: Known<unknown> | Absent | { state: 'unknown'; trouble: CallError } };

/** The inverse of `toStored` in document.ts. */
const fromStored = ({ fact, ...call }: StoredCall): RecordedCall => ({
  ...call,
  fact: fact.state === 'unknown' ? unknown(fact.trouble) : fact,
});

/** Reads evidence from a file's text. Throws EvidenceError with what is wrong with it. */
export function readEvidence(text: string): Evidence {
  const document = parse(text);
  if (document.schemaVersion !== schemaVersion)
    throw new EvidenceError(
      `it is of schema version ${JSON.stringify(document.schemaVersion)}, and this kit reads version ${schemaVersion}; judge it with the kit that wrote it (${JSON.stringify(document.kitVersion)})`,
    );
  const { sha256, ...rest } = document;
  if (sha256 !== documentHash(rest))
    throw new EvidenceError(
      'it was damaged, or changed after it was saved: its hash does not fit; save it again',
    );
  for (const [field, isValid] of Object.entries(fieldRules))
    if (!isValid(rest[field]))
      throw new EvidenceError(`"${field}" is not what is written there; save it again`);
  try {
    const answers = (decode(rest.answers) as StoredCall[]).map(fromStored);
    const lab = labFrom(rest.lab as Fields);
    return { ...(rest as unknown as Evidence), lab, answers, time: Date.parse(rest.time as string) };
  } catch (error) {
    if (!(error instanceof SettingsError) && !(error instanceof TypeError)) throw error;
    throw new EvidenceError(`${error.message}; save it again`);
  }
}
