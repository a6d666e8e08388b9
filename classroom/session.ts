import { setMaxListeners } from 'node:events';
import { makeCalls } from '../checker/account/calls.ts';
import { identity } from '../checker/account/sts.ts';
import { CliError, NoCredentials } from '../lab-home/errors.ts';
import { labHome } from '../lab-home/home.ts';
import { credentialsRejected, requirePinnedAccount, targetLine } from '../lab-home/identity.ts';
import { type AccountValues, resolveTarget, type Target } from '../lab-home/target.ts';
import { type ClientPool, openClientPool } from './account-pool/client-pool.ts';
import { type Board, boardOf } from './board.ts';
import { evidenceFiles, mergeNewest } from './evidence-files.ts';
import { heapLimiter } from './heap-limiter.ts';
import { newMemory, pollClass, type SeatPoll } from './poll.ts';
import type { PollCost } from './report/json.ts';
import type { Roster } from './seat.ts';
import { advance, type ClassState } from './state.ts';
import { readState, stateFile, writeState } from './state-file.ts';

type Env = Record<string, string | undefined>;

export interface SessionOptions {
  roster: Roster;
  values: Pick<AccountValues, 'target'>;
  env: Env;
  /** Files and folders of evidence. */
  evidence: readonly string[];
  /** Reads no account. */
  evidenceOnly: boolean;
  hideNames: boolean;
  stuckAfterMs: number;
  /** Polls more than once, so answers are kept for the next poll. */
  watch: boolean;
  /** Polls only this seat. */
  seat?: string;
  signal: AbortSignal;
}

/** A class at one moment, and the cost of the poll. */
export interface PollResult {
  board: Board;
  /** Each seat's newest result. */
  seatPolls: SeatPoll[];
  /** The class's state after this poll. With `seatPolls` it is enough to make any other board. */
  state: ClassState;
  cost?: PollCost;
  /** No account was read. */
  evidenceOnly: boolean;
  /** Remarks for the user: evidence that could not be read, a damaged state. */
  remarks: string[];
}

/** A class that a command follows. Each `poll` stores the class's state on disk for the next one. */
export interface Session {
  /** The first line of every output. */
  line: string;
  poll(): Promise<PollResult>;
  close(): void;
}

/**
 * Identifies the class's own credentials and answers the target line. Throws CliError for another account.
 */
async function verifyClassAccount(
  { roster, evidence }: SessionOptions,
  target: Target,
  pool: ClientPool,
): Promise<string> {
  const region = roster.seats[0]?.region ?? 'us-east-1';
  const hasProfiles = roster.seats.some(({ access }) => access.kind === 'profile');
  const caller = await identity(makeCalls(pool.clientsOf({ kind: 'shared' }, region)));
  if (caller.state === 'known') {
    const { account } = caller.value;
    if (roster.seats.some(({ access }) => access.kind === 'shared') && roster.account !== undefined)
      requirePinnedAccount({ region, branch: 'main', account: roster.account }, account);
    return targetLine(target, account, region);
  }
  const error = caller.state === 'unknown' ? caller.error : undefined;
  // Seats with their own profiles, and evidence, do not need the command's own credentials.
  if (error?.credentials !== undefined && !hasProfiles && evidence.length === 0)
    throw credentialsRejected(error);
  if (target.kind === 'practice' && error?.code === 'ECONNREFUSED')
    throw new CliError(
      `Nobody answers at ${target.endpoint}. The practice account is not running: start it in another terminal (npm run practice), then type here: eval "$(npx lab env)"`,
      3,
    );
  return targetLine(target, 'unknown', region);
}

/** The target; undefined where only evidence is requested, or where evidence is given without credentials. */
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
  // Every call in flight adds a listener to the signal, so Node's warning about many listeners is switched
  // off.
  setMaxListeners(0, signal);
  const target = await targetOf(options);
  const file = stateFile(labHome(env), roster.class, target?.kind ?? 'evidence');
  const readFiles = evidenceFiles(options.evidence, roster);
  const pool = target === undefined ? undefined : openClientPool(target);
  const line =
    target === undefined || pool === undefined
      ? 'no account was asked: out of evidence only'
      : await verifyClassAccount(options, target, pool);
  const collectGarbage = heapLimiter();
  const memory = options.watch ? { memory: newMemory() } : {};
  const polledSeats =
    options.seat === undefined ? roster.seats : roster.seats.filter(({ id }) => id === options.seat);

  async function pollAccounts() {
    if (target === undefined || pool === undefined) return undefined;
    const poll = await pollClass({ ...roster, seats: polledSeats }, pool.clientsOf, {
      gitUrl: target.gitUrl,
      signal,
      onAccessDone: pool.release,
      onSeat: collectGarbage,
      ...memory,
    });
    for (const seatPoll of poll.seatPolls) {
      const access = polledSeats.find(({ id }) => id === seatPoll.seat)?.access;
      if (seatPoll.kind === 'failed' && access !== undefined) pool.forget(access);
    }
    return poll;
  }

  return {
    line,
    async poll() {
      const [poll, files] = await Promise.all([pollAccounts(), readFiles(Date.now())]);
      signal.throwIfAborted();
      const seatPolls = mergeNewest(poll?.seatPolls ?? [], files, roster);
      const { state, damaged } = readState(file, roster.class);
      const now = Date.now();
      const next = advance(state, roster.seats, seatPolls, {
        now,
        stuckAfterMs,
        helpRequests: files.helpRequests,
      });
      const remarks = [...files.remarks];
      if (damaged) remarks.push(`${file} could not be read: since when seats are stuck is counted anew.`);
      try {
        writeState(file, next.state);
      } catch (error) {
        remarks.push(`The class's state could not be kept (${(error as Error).message}).`);
      }
      const evidenceOnly = target === undefined;
      const boardOptions = { now, hideNames, changes: next.changes, evidenceOnly };
      const board = boardOf({ ...roster, seats: polledSeats }, seatPolls, next.state, boardOptions);
      const cost =
        poll === undefined ? {} : { cost: { took: poll.ended - poll.began, accounts: poll.calls } };
      return { board, seatPolls, state: next.state, remarks, evidenceOnly, ...cost };
    },
    close: () => pool?.destroy(),
  };
}
