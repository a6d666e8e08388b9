import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { steps } from '../checker/steps/index.ts';
import { CliError } from '../lab-home/errors.ts';
import { loadEvidence } from '../lab-home/evidence.ts';
import { handshakeByCommand } from '../lab-home/handshake-fix.ts';
import { joinedEvidence, type Seen } from './join-evidence.ts';
import type { SeatLook } from './look.ts';
import type { Roster } from './seat.ts';
import type { Hand } from './state.ts';

/** Files of a folder that are read at most. */
const most = 5_000;

/** What evidence says of a class. */
export interface FromFiles {
  /** What each seat's files say together. */
  looks: Map<string, SeatLook>;
  /** By seat: how the newest evidence has the hand. */
  hands: Map<string, Hand | undefined>;
  /** Files that say nothing of the class, and why. */
  remarks: string[];
}

function filesIn(place: string): string[] {
  const there = statSync(place, { throwIfNoEntry: false });
  if (there === undefined) throw new CliError(`--evidence ${place}: there is no such file or folder.`);
  if (!there.isDirectory()) return [place];
  const names = readdirSync(place).filter((name) => name.toLowerCase().endsWith('.json'));
  if (names.length > most)
    throw new CliError(`--evidence ${place}: ${names.length} files are more than the ${most} that are read.`);
  return names.sort().map((name) => join(place, name));
}

interface Read {
  look: Seen;
  hand: Hand | undefined;
}

/** What one file says; a file is judged again only when it is another than before. */
async function read(file: string, roster: Roster): Promise<Read | string> {
  const evidence = await loadEvidence(file, '--evidence');
  const { seat, repository } = evidence.lab;
  if (seat === undefined)
    return `${file}: it is of no seat (the learner's lab has none: npx lab init --seat ID).`;
  if (!roster.seats.some(({ id }) => id === seat)) return `${file}: the roster has no seat ${seat}.`;
  const { replay } = await import('../checker/evidence/replay.ts');
  const saved = steps.filter(({ id, name }) => name !== 'cleanup' && evidence.steps.includes(id));
  if (saved.length === 0) return `${file}: it holds none of steps 1 to 8.`;
  const run = await replay(evidence, saved);
  const { account, kind } = evidence.target;
  if (kind === 'practice') handshakeByCommand(run, evidence.lab, account);
  return {
    look: { kind: 'seen', seat, at: evidence.time, account, run, repository, evidence: file },
    hand:
      evidence.hand === undefined
        ? undefined
        : { text: evidence.hand.text, at: Date.parse(evidence.hand.since) },
  };
}

/** Reads files of evidence, and folders of them, round after round. */
export function evidenceFiles(places: readonly string[], roster: Roster) {
  const known = new Map<string, { mark: string; said: Read | string }>();

  async function readOnce(file: string): Promise<Read | string> {
    const { mtimeMs, size } = statSync(file);
    const mark = `${mtimeMs} ${size}`;
    const before = known.get(file);
    if (before?.mark === mark) return before.said;
    const said = await read(file, roster).catch((error: unknown) => {
      // One file that is broken takes nothing from the others.
      if (error instanceof CliError) return error.message;
      throw error;
    });
    known.set(file, { mark, said });
    return said;
  }

  return async (now: number): Promise<FromFiles> => {
    const found: FromFiles = { looks: new Map(), hands: new Map(), remarks: [] };
    const bySeat = new Map<string, Read[]>();
    for (const file of places.flatMap(filesIn)) {
      const said = await readOnce(file);
      if (typeof said === 'string') {
        found.remarks.push(said);
        continue;
      }
      const { look, hand } = said;
      const ahead = look.at - now;
      if (ahead > 5 * 60_000)
        found.remarks.push(
          `${file}: its time is ${Math.round(ahead / 60_000)} minutes from now: a clock is off. It is taken for now's.`,
        );
      const at = Math.min(look.at, now);
      bySeat.set(look.seat, [{ look: { ...look, at }, hand }, ...(bySeat.get(look.seat) ?? [])]);
    }
    for (const [seat, all] of bySeat) {
      const [newest, ...older] = all.sort((a, b) => b.look.at - a.look.at);
      if (newest === undefined) continue;
      const others = older.map(({ look }) => look);
      found.looks.set(seat, joinedEvidence(newest.look, others));
      found.hands.set(seat, newest.hand);
    }
    return found;
  };
}

/** Of a seat's account and its evidence, the newer; evidence where the account could not be looked at. */
export function newest(looks: readonly SeatLook[], { looks: files }: FromFiles, roster: Roster): SeatLook[] {
  const asked = new Map(looks.map((look) => [look.seat, look]));
  return roster.seats.flatMap(({ id }) => {
    const [account, file] = [asked.get(id), files.get(id)];
    if (account === undefined || file === undefined) return account ?? file ?? [];
    return account.kind === 'trouble' || file.at > account.at ? file : account;
  });
}
