import * as v from 'valibot';
import { type Absent, type CallError, type Known, unknown } from '../account/fact.ts';
import type { CallRequest, RecordedCall } from '../account/recording.ts';
import { labFrom, SettingsError } from '../lab/lab.ts';
import { documentHash, type Evidence, evidenceMarker, schemaVersion } from './document.ts';
import { decode } from './encode.ts';
import { isFields } from './field-types.ts';
import { evidenceSchema } from './schema.ts';

/** The text is no evidence that can be judged; the message describes why. */
export class EvidenceError extends Error {}

type Fields = Record<string, unknown>;

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

/** Throws EvidenceError with the first invalid field. */
function requireValid(document: Fields): void {
  const [issue] = v.safeParse(evidenceSchema, document, { abortEarly: true }).issues ?? [];
  if (issue === undefined) return;
  const reason = issue.received === 'undefined' ? 'it is missing' : `expected ${issue.message}`;
  throw new EvidenceError(`"${v.getDotPath(issue)}" is not what is written there: ${reason}; save it again`);
}

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
  requireValid(rest);
  try {
    const answers = (decode(rest.answers) as StoredCall[]).map(fromStored);
    const lab = labFrom(rest.lab as Fields);
    return { ...(rest as unknown as Evidence), lab, answers, time: Date.parse(rest.time as string) };
  } catch (error) {
    if (!(error instanceof SettingsError) && !(error instanceof TypeError)) throw error;
    throw new EvidenceError(`${error.message}; save it again`);
  }
}
