import { defined } from '../../../base/defined.ts';
import { boardOf } from '../../../classroom/board.ts';
import { changeText } from '../../../classroom/report/words.ts';
import type { Roster } from '../../../classroom/seat.ts';
import type { PollResult, Session } from '../../../classroom/session.ts';
import type { Change } from '../../../classroom/state.ts';
import type { ClassBoard, ClassFeed, SeatFindings } from '../../../companion/server/class/ports.ts';

/** How many of the last changes a page shows. */
const changesShown = 20;

/** Polls the class for its page, and keeps the newest result. */
export class PolledClass implements ClassFeed {
  readonly hidesNames: boolean;
  private latest: PollResult | undefined;
  private pollErrorText: string | undefined;
  /** The last changes, newest first. */
  private changes: { at: number; change: Change }[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly session: Session;

  private readonly roster: Roster;

  constructor(roster: Roster, session: Session, hidesNames: boolean) {
    this.roster = roster;
    this.session = session;
    this.hidesNames = hidesNames;
  }

  /**
   * Polls until the signal aborts. The page shows the error of a failed poll, and the next poll tries again.
   */
  async poll(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.latest = await this.session.poll();
        const { now, changes } = this.latest.board;
        const recent = changes.map((change) => ({ at: now, change }));
        this.changes = [...recent, ...this.changes].slice(0, changesShown);
        this.pollErrorText = this.latest.remarks.length > 0 ? this.latest.remarks.join(' ') : undefined;
      } catch (error) {
        if (signal.aborted) return;
        this.pollErrorText = error instanceof Error ? error.message : String(error);
      }
      for (const listener of this.listeners) listener();
      await pause(everyMs, signal);
    }
  }

  board(hideNames: boolean): ClassBoard | undefined {
    if (this.latest === undefined) return undefined;
    const { seatPolls, state, board, evidenceOnly } = this.latest;
    const changes = this.changes.map(({ change }) => change);
    const shown = boardOf(this.roster, seatPolls, state, {
      now: board.now,
      hideNames,
      changes,
      evidenceOnly,
    });
    const changeTexts = shown.changes.map((change, index) => ({
      at: this.changes[index]?.at ?? board.now,
      text: changeText(change),
    }));
    return { ...shown, changes: changeTexts };
  }

  onBoard(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  seat(id: string): SeatFindings | undefined {
    const row = this.latest?.board.rows.find(({ seat }) => seat === id);
    if (row === undefined) return undefined;
    const poll = this.latest?.seatPolls.find(({ seat }) => seat === id);
    return {
      seat: id,
      ...defined({ lookedAt: row.lookedAt, trouble: row.trouble }),
      steps: poll?.kind === 'seen' ? poll.run.steps : [],
    };
  }

  pollError(): string | undefined {
    return this.pollErrorText;
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
