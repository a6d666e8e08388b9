import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demandKnownVersion, formatVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';
import { labHome, writeWhole } from './home.ts';

type Env = Record<string, string | undefined>;

/** Characters that a hand's words have at most: they stand in one line of a board. */
const longest = 200;

const handFile = (env: Env) => join(labHome(env), 'hand.json');

/** A raised hand: what the learner says, and since when (ISO 8601). */
export interface RaisedHand {
  text: string;
  since: string;
}

/** Words without line breaks, control characters, or marks that turn text around. Throws CliError where none are left. */
export function handWords(given: string): string {
  const text = given
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const length = [...text].length;
  if (text === '')
    throw new CliError(
      'What do you need help with? Say it in a few words: npx lab hand "my push starts nothing"',
    );
  if (length > longest)
    throw new CliError(`That is ${length} characters; a board has room for ${longest}. Say it shorter.`);
  return text;
}

export function raiseHand(env: Env, text: string, since = new Date()): void {
  // A file of another version is refused, and not written over.
  readHand(env);
  const hand = { version: formatVersion, text, since: since.toISOString() };
  writeWhole(handFile(env), `${JSON.stringify(hand)}\n`);
}

export function lowerHand(env: Env): void {
  readHand(env);
  rmSync(handFile(env), { force: true });
}

/** The hand, where it is raised. A file that is none of ours says nothing. Throws UnknownVersion. */
export function readHand(env: Env): { hand?: RaisedHand } {
  const file = handFile(env);
  if (!existsSync(file)) return {};
  try {
    const raised = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<RaisedHand> & {
      version?: unknown;
    };
    const { version, text, since } = raised;
    demandKnownVersion(file, version);
    if (typeof text !== 'string' || typeof since !== 'string' || Number.isNaN(Date.parse(since))) return {};
    return { hand: { text: handWords(text), since } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CliError) return {};
    throw error;
  }
}
