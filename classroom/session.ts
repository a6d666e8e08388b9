import { setMaxListeners } from 'node:events';
import { makeCalls } from '../checker/account/calls.ts';
import { identity } from '../checker/account/sts.ts';
import { CliError, NoCredentials } from '../lab-home/errors.ts';
import { labHome } from '../lab-home/home.ts';
import { demandPinned, refused, targetLine } from '../lab-home/identity.ts';
import { resolveTarget, type Target } from '../lab-home/target.ts';
import type { Values } from '../terminal/command.ts';
import { type Board, boardOf } from './board.ts';
import { evidenceFiles, newest } from './evidence-files.ts';
import type { Cost } from './report/json.ts';
import { type ClientsOf, newMemory, round, type SeatLook } from './round.ts';
import type { Roster } from './seat.ts';
import { type SeatAccess, seatAccess } from './seat-access.ts';
import { smallHeap } from './small-heap.ts';
import { advance, type ClassState } from './state.ts';
import { readState, stateFile, writeState } from './state-file.ts';

type Env = Record<string, string | undefined>;

export interface SessionOptions {
  roster: Roster;
  values: Values;
  env: Env;
  /** Files and folders of evidence. */
  evidence: readonly string[];
  /** Asks no account. */
  evidenceOnly: boolean;
  hideNames: boolean;
  stuckAfterMs: number;
  /** More than one round: what was answered is kept for the next. */
  watch: boolean;
  /** Only this seat is looked at. */
  seat?: string;
  signal: AbortSignal;
}

/** A class at one moment, and what it took to see it. */
export interface Looked {
  board: Board;
  /** Each seat's newest look. */
  looks: SeatLook[];
  /** What is known of the seats beyond that: with both, any other board can be made of this round. */
  state: ClassState;
  cost?: Cost;
  /** No account was asked. */
  evidenceOnly: boolean;
  /** What else a person should know: evidence that could not be read, a state that was damaged. */
  remarks: string[];
}

/** A class that is followed: each `look` is a round, and what is known between rounds is kept on the disk. */
export interface Session {
  /** The first line of every output. */
  line: string;
  look(): Promise<Looked>;
  close(): void;
}

/** Whose the class's own credentials are: told in the first line, and held to the roster's account. */
async function standAt(
  { roster, evidence }: SessionOptions,
  target: Target,
  access: SeatAccess,
): Promise<string> {
  const region = roster.seats[0]?.region ?? 'us-east-1';
  const others = roster.seats.some(({ access }) => access.kind === 'profile');
  const who = await identity(makeCalls(access.clientsOf({ access: { kind: 'shared' }, region })));
  if (who.state === 'known') {
    const { account } = who.value;
    if (roster.seats.some(({ access }) => access.kind === 'shared') && roster.account !== undefined)
      demandPinned({ region, branch: 'main', account: roster.account }, account);
    return targetLine(target, account, region);
  }
  const trouble = who.state === 'unknown' ? who.trouble : undefined;
  // Seats with profiles of their own, and evidence, do not need the command's own credentials.
  if (trouble?.credentials !== undefined && !others && evidence.length === 0) throw refused(trouble);
  if (target.kind === 'practice' && trouble?.code === 'ECONNREFUSED')
    throw new CliError(
      `Nobody answers at ${target.endpoint}. The practice account is not running: start it in another terminal (npm run practice), then type here: eval "$(npx lab env)"`,
      3,
    );
  return targetLine(target, 'unknown', region);
}

/** The target; none where only evidence is to be read, or can be. */
async function targetOf({ values, env, evidence, evidenceOnly }: SessionOptions) {
  if (evidenceOnly) return undefined;
  try {
    return await resolveTarget(values, env);
  } catch (error) {
    if (error instanceof NoCredentials && evidence.length > 0) return undefined;
    throw error;
  }
}

export async function openSession(options: SessionOptions): Promise<Session> {
  const { roster, env, stuckAfterMs, hideNames, signal } = options;
  // Every call in flight listens to it.
  setMaxListeners(0, signal);
  const target = await targetOf(options);
  const file = stateFile(labHome(env), roster.class, target?.kind ?? 'evidence');
  const readFiles = evidenceFiles(options.evidence, roster);
  const access = target === undefined ? undefined : seatAccess(target);
  const line =
    target === undefined || access === undefined
      ? 'no account was asked: out of evidence only'
      : await standAt(options, target, access);
  const tidy = smallHeap();
  const memory = options.watch ? { memory: newMemory() } : {};
  const asked =
    options.seat === undefined ? roster.seats : roster.seats.filter(({ id }) => id === options.seat);

  async function lookAtAccounts() {
    if (target === undefined || access === undefined) return undefined;
    const clientsOf: ClientsOf = async (way, region) => access.clientsOf({ access: way, region });
    const seen = await round({ ...roster, seats: asked }, clientsOf, {
      ...{ gitUrl: target.gitUrl, signal, onWay: access.rest, onSeat: tidy },
      ...memory,
    });
    for (const look of seen.looks) {
      const way = asked.find(({ id }) => id === look.seat)?.access;
      if (look.kind === 'trouble' && way !== undefined) access.forget(way);
    }
    return seen;
  }

  return {
    line,
    async look() {
      const [seen, files] = await Promise.all([lookAtAccounts(), readFiles(Date.now())]);
      signal.throwIfAborted();
      const looks = newest(seen?.looks ?? [], files, roster);
      const { state, damaged } = readState(file, roster.class);
      const now = Date.now();
      const next = advance(state, roster.seats, looks, { now, stuckAfterMs, hands: files.hands });
      const remarks = [...files.remarks];
      if (damaged) remarks.push(`${file} could not be read: since when seats are stuck is counted anew.`);
      try {
        writeState(file, next.state);
      } catch (error) {
        remarks.push(`The class's state could not be kept (${(error as Error).message}).`);
      }
      const evidenceOnly = target === undefined;
      const terms = { now, hideNames, changes: next.changes, evidenceOnly };
      const board = boardOf({ ...roster, seats: asked }, looks, next.state, terms);
      const cost =
        seen === undefined ? {} : { cost: { took: seen.ended - seen.began, accounts: seen.calls } };
      return { board, looks, state: next.state, remarks, evidenceOnly, ...cost };
    },
    close: () => access?.destroy(),
  };
}
