import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { steps } from '../checker/steps/index.ts';
import { CliError } from '../lab-home/errors.ts';
import { loadEvidence, replayEvidence } from '../lab-home/evidence.ts';
import { type CheckedSeat, joinEvidence } from './join-evidence.ts';
import type { Roster } from './seat.ts';
import type { SeatPoll } from './seat-poll.ts';
import type { HelpRequest } from './state.ts';

/** How many evidence files a folder can contain. */
const maxFiles = 5_000;

/** The evidence of a class. */
export interface EvidenceResult {
  /** By seat: the joined result of all its files. */
  seatPolls: Map<string, SeatPoll>;
  /** By seat: the help request of the newest evidence, undefined where that has none. */
  helpRequests: Map<string, HelpRequest | undefined>;
  /** Files that are not usable, and why. */
  remarks: string[];
}

function filesIn(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CliError(`--evidence ${path}: there is no such file or folder.`);
  if (!stats.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.toLowerCase().endsWith('.json'));
  if (names.length > maxFiles)
    throw new CliError(
      `--evidence ${path}: ${names.length} files are more than the ${maxFiles} that are read.`,
    );
  return names.sort().map((name) => join(path, name));
}

interface FileResult {
  poll: CheckedSeat;
  helpRequest: HelpRequest | undefined;
}

/** Judges one file. Answers a remark for the user if the file is no evidence of this class. */
async function readEvidence(file: string, roster: Roster): Promise<FileResult | string> {
  const evidence = await loadEvidence(file, '--evidence');
  const { seat, repository } = evidence.lab;
  if (seat === undefined)
    return `${file}: it is of no seat (the learner's lab has none: npx lab init --seat ID).`;
  if (!roster.seats.some(({ id }) => id === seat)) return `${file}: the roster has no seat ${seat}.`;
  const saved = steps.filter(({ id, name }) => name !== 'cleanup' && evidence.steps.includes(id));
  if (saved.length === 0) return `${file}: it holds none of steps 1 to 8.`;
  const run = await replayEvidence(evidence, saved);
  const { account } = evidence.target;
  return {
    poll: { kind: 'seen', seat, at: evidence.time, account, run, repository, evidence: file },
    helpRequest:
      evidence.hand === undefined
        ? undefined
        : { text: evidence.hand.text, at: Date.parse(evidence.hand.since) },
  };
}

/**
 * Returns a function that reads the evidence in these files and folders, once per poll. A file is judged
 * again only when its size or modification time changed.
 */
export function evidenceFiles(paths: readonly string[], roster: Roster) {
  const cache = new Map<string, { version: string; result: FileResult | string }>();

  async function readOnce(file: string): Promise<FileResult | string> {
    const { mtimeMs, size } = statSync(file);
    const version = `${mtimeMs} ${size}`;
    const cached = cache.get(file);
    if (cached?.version === version) return cached.result;
    const result = await readEvidence(file, roster).catch((error: unknown) => {
      // A broken file is a remark and does not stop the others.
      if (error instanceof CliError) return error.message;
      throw error;
    });
    cache.set(file, { version, result });
    return result;
  }

  return async (now: number): Promise<EvidenceResult> => {
    const found: EvidenceResult = { seatPolls: new Map(), helpRequests: new Map(), remarks: [] };
    const bySeat = new Map<string, FileResult[]>();
    for (const file of paths.flatMap(filesIn)) {
      const result = await readOnce(file);
      if (typeof result === 'string') {
        found.remarks.push(result);
        continue;
      }
      const { poll, helpRequest } = result;
      const aheadMs = poll.at - now;
      if (aheadMs > 5 * 60_000)
        found.remarks.push(
          `${file}: its time is ${Math.round(aheadMs / 60_000)} minutes from now: a clock is off. It is taken for now's.`,
        );
      const at = Math.min(poll.at, now);
      bySeat.set(poll.seat, [{ poll: { ...poll, at }, helpRequest }, ...(bySeat.get(poll.seat) ?? [])]);
    }
    for (const [seat, all] of bySeat) {
      const [newest, ...older] = all.sort((a, b) => b.poll.at - a.poll.at);
      if (newest === undefined) continue;
      const others = older.map(({ poll }) => poll);
      found.seatPolls.set(seat, joinEvidence(newest.poll, others));
      found.helpRequests.set(seat, newest.helpRequest);
    }
    return found;
  };
}

/**
 * Per seat, the newer of the account's result and the evidence; the evidence where the account's poll failed.
 */
export function mergeNewest(
  polls: readonly SeatPoll[],
  { seatPolls: files }: EvidenceResult,
  roster: Roster,
): SeatPoll[] {
  const byAccount = new Map(polls.map((poll) => [poll.seat, poll]));
  return roster.seats.flatMap(({ id }) => {
    const [account, file] = [byAccount.get(id), files.get(id)];
    if (account === undefined || file === undefined) return account ?? file ?? [];
    return account.kind === 'failed' || file.at > account.at ? file : account;
  });
}
