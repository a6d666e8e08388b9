import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../kit/root.ts';

/**
 * The sets of files, oldest first: the forms in which the kit has stored files so far. Each of them must stay readable.
 */
export const sets = ['unversioned', 'version-1', 'version-2'] as const;
export type FixtureSet = (typeof sets)[number];

/** The set that has the files as the code writes them now. The other sets are never written again. */
export const current: FixtureSet = 'version-2';

const writes = Boolean(process.env.GOLDEN_WRITE);
if (writes && process.env.CI)
  throw new Error('GOLDEN_WRITE is set in CI: fixtures are written by people only.');

const placeOf = (name: string, set: FixtureSet) => join(root, 'test/golden/stored', set, name);

/** The text of a fixture. Throws if it is missing. */
export const fixture = (name: string, set: FixtureSet = current): string =>
  readFileSync(placeOf(name, set), 'utf8');

/** With GOLDEN_WRITE, stores what the code has just written as the fixture. */
export function writeFixture(name: string, text: string): void {
  if (!writes) return;
  mkdirSync(dirname(placeOf(name, current)), { recursive: true });
  writeFileSync(placeOf(name, current), text);
}

/** With GOLDEN_WRITE, stores a practice account's folder as the fixture. */
export function writeStateFixture(name: string, state: string): void {
  if (!writes) return;
  const place = placeOf(name, current);
  rmSync(place, { recursive: true, force: true });
  // A repository without commits consists of empty folders, which Git does not keep. The account creates it again.
  cpSync(state, place, { recursive: true, filter: (path) => !/\.unborn\.git|\/lock$/.test(path) });
}

/** Compares what the code writes now with the fixture, character by character. */
export function expectWritten(name: string, text: string): void {
  writeFixture(name, text);
  expect(text).toBe(fixture(name));
}

/** A copy of a practice account's folder that a test can open and change. */
export function copyOfState(name: string, set: FixtureSet): string {
  if (!existsSync(placeOf(name, set))) throw new Error(`There is no fixture ${set}/${name}.`);
  const copy = join(emptyFolder(), 'state');
  cpSync(placeOf(name, set), copy, { recursive: true });
  return copy;
}

/** The same account as if it were new: CodePipeline lists no execution that is older than a year. */
export function copyOfStateMadeNow(name: string, set: FixtureSet): string {
  const copy = copyOfState(name, set);
  const log = readFileSync(join(copy, 'log.jsonl'), 'utf8');
  const times = /\b1[0-9]{12}\b/g;
  const newest = Math.max(...(log.match(times) ?? []).map(Number).filter((time) => time < Date.now()));
  const later = Date.now() - newest;
  writeFileSync(
    join(copy, 'log.jsonl'),
    log.replace(times, (time) => String(Number(time) + later)),
  );
  return copy;
}

/** A journal as if its last line were new: a confirmation is valid for a day. */
export function journalMadeNow(name: string, set: FixtureSet): string {
  const times = /(?<="at":")20[^"]*Z(?=")/g;
  const text = fixture(name, set);
  const later = Date.now() - Math.max(...(text.match(times) ?? []).map((time) => Date.parse(time)));
  return text.replace(times, (time) => new Date(Date.parse(time) + later).toISOString());
}

export const emptyFolder = (): string => mkdtempSync(join(realpathSync(tmpdir()), 'golden-'));

/** Writes fixtures to paths below a folder. The map is from path to fixture, or to a text of the test's own. */
export function placed(files: Readonly<Record<string, string>>, home = emptyFolder()): string {
  for (const [place, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, place)), { recursive: true });
    writeFileSync(join(home, place), text);
  }
  return home;
}
