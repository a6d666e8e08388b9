import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demandKnownVersion, formatVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';
import { labHome, writeFileAtomically } from './home.ts';

type Env = Record<string, string | undefined>;

/** Characters that a hand's words have at most: they stand in one line of a board. */
const maxLength = 200;

const helpRequestFile = (env: Env) => join(labHome(env), 'hand.json');

/** A raised hand: what the learner says, and since when (ISO 8601). */
export interface HelpRequest {
  text: string;
  since: string;
}

/** Words without line breaks, control characters, or marks that turn text around. Throws CliError where none are left. */
export function helpRequestText(given: string): string {
  const text = given
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const length = [...text].length;
  if (text === '')
    throw new CliError(
      'What do you need help with? Say it in a few words: npx lab hand "my push starts nothing"',
    );
  if (length > maxLength)
    throw new CliError(`That is ${length} characters; a board has room for ${maxLength}. Say it shorter.`);
  return text;
}

export function saveHelpRequest(env: Env, text: string, since = new Date()): void {
  // A file of another version is refused, and not written over.
  readHelpRequest(env);
  const hand = { version: formatVersion, text, since: since.toISOString() };
  writeFileAtomically(helpRequestFile(env), `${JSON.stringify(hand)}\n`);
}

export function deleteHelpRequest(env: Env): void {
  readHelpRequest(env);
  rmSync(helpRequestFile(env), { force: true });
}

/** The hand, where it is raised. A file that is none of ours says nothing. Throws UnknownVersion. */
export function readHelpRequest(env: Env): { hand?: HelpRequest } {
  const file = helpRequestFile(env);
  if (!existsSync(file)) return {};
  try {
    const raised = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<HelpRequest> & {
      version?: unknown;
    };
    const { version, text, since } = raised;
    demandKnownVersion(file, version);
    if (typeof text !== 'string' || typeof since !== 'string' || Number.isNaN(Date.parse(since))) return {};
    return { hand: { text: helpRequestText(text), since } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CliError) return {};
    throw error;
  }
}
