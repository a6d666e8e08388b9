import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatVersion, requireKnownVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';
import { labHome, writeFileAtomically } from './home.ts';

type Env = Record<string, string | undefined>;

/** The most characters of a help request: the class board shows it in one line. */
const maxLength = 200;

const helpRequestFile = (env: Env) => join(labHome(env), 'hand.json');

/** A learner's request for help: its text, and since when (ISO 8601). */
export interface HelpRequest {
  text: string;
  since: string;
}

/**
 * Removes line breaks, control characters and marks that change the text's direction. Throws CliError if the text is
 * then empty or too long.
 */
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
  // This throws for a file of another version, so that it is not overwritten.
  readHelpRequest(env);
  const stored = { version: formatVersion, text, since: since.toISOString() };
  writeFileAtomically(helpRequestFile(env), `${JSON.stringify(stored)}\n`);
}

export function deleteHelpRequest(env: Env): void {
  readHelpRequest(env);
  rmSync(helpRequestFile(env), { force: true });
}

/** The help request, if there is one. An invalid file counts as none. Throws UnknownVersion. */
export function readHelpRequest(env: Env): { hand?: HelpRequest } {
  const file = helpRequestFile(env);
  if (!existsSync(file)) return {};
  try {
    const stored = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<HelpRequest> & {
      version?: unknown;
    };
    const { version, text, since } = stored;
    requireKnownVersion(file, version);
    if (typeof text !== 'string' || typeof since !== 'string' || Number.isNaN(Date.parse(since))) return {};
    return { hand: { text: helpRequestText(text), since } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CliError) return {};
    throw error;
  }
}
