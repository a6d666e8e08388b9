import { natureOf } from '../checker/account/errors.ts';
import type { Gate } from '../checker/account/gate.ts';

/** How many calls of an account may be under way at once, over all services. */
const atOnce = 16;
/** A rate is lowered once for all the refusals of this many milliseconds. */
const oneEvent = 1_000;
/** After so long without a refusal the rate grows faster: what refused was a moment's, not the limit. */
const quiet = 3_000;

/** Up to this share of refusals to answers, the rate is not taken for wrong. */
const few = 1 / 3;

type Waiting = () => void;

/** Of these moments, the ones of the last second. */
const within = (moments: readonly number[], now: number) => moments.filter((at) => now - at <= 1_000);

/** One service's turn: as fast as it is asked until it first refuses, then by what it was seen to take. */
class Line {
  readonly again: Waiting[] = [];
  readonly fresh: Waiting[] = [];
  /** Calls a second; undefined while nothing was refused. */
  rate: number | undefined;
  private tokens = 0;
  private refilled = 0;
  private lowered = Number.NEGATIVE_INFINITY;
  private answered: number[] = [];
  private refusals: number[] = [];

  /** Milliseconds until a call may go; 0 when one may now. */
  wait(now: number): number {
    if (this.rate === undefined) return 0;
    const most = Math.max(1, this.rate / 10);
    this.tokens = Math.min(most, this.tokens + ((now - this.refilled) / 1000) * this.rate);
    this.refilled = now;
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.rate) * 1000);
  }

  take(): Waiting | undefined {
    this.tokens -= 1;
    return this.again.shift() ?? this.fresh.shift();
  }

  went(now: number): void {
    this.answered.push(now);
    if (this.answered.length > 2_000) this.recent(now);
    if (this.rate !== undefined) this.rate += now - this.lowered > quiet ? 0.5 : 0.05;
  }

  refused(now: number): void {
    this.refusals.push(now);
    if (now - this.lowered < oneEvent) return;
    const answered = this.recent(now);
    this.refusals = within(this.refusals, now);
    // A few among many: somebody else uses the account, too, and what is asked for is nearly right.
    const isNearlyRight = this.refusals.length <= answered * few;
    if (isNearlyRight && this.rate === undefined) return;
    this.lowered = now;
    if (isNearlyRight && this.rate !== undefined) {
      this.rate = Math.max(1, 0.97 * this.rate);
      return;
    }
    this.tokens = 0;
    this.refilled = now;
    this.rate = Math.max(1, 0.9 * Math.min(this.rate ?? Number.POSITIVE_INFINITY, answered));
  }

  /** Calls that were answered within the last second. */
  private recent(now: number): number {
    this.answered = within(this.answered, now);
    return this.answered.length;
  }
}

/**
 * The turns of one account's calls. AWS limits requests per account and service and says nowhere at how many, so
 * the limit is found: refusals lower the service's rate to just below what it took in the last second (a few among many
 * answers only a little), answers let it grow again. What was refused goes first, so that no call's patience ends while others overtake it.
 */
export function pace(): Gate {
  const lines = new Map<string, Line>();
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;

  function lineOf(service: string): Line {
    const line = lines.get(service) ?? new Line();
    lines.set(service, line);
    return line;
  }

  function pump(): void {
    clearTimeout(timer);
    timer = undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const line of lines.values())
      while (line.again.length + line.fresh.length > 0) {
        if (underWay >= atOnce) return;
        const wait = line.wait(performance.now());
        if (wait > 0) {
          soonest = Math.min(soonest, wait);
          break;
        }
        const next = line.take();
        underWay += 1;
        next?.();
      }
    if (soonest < Number.POSITIVE_INFINITY) timer = setTimeout(pump, soonest);
  }

  return {
    async pass(service, again, work) {
      const line = lineOf(service);
      await new Promise<void>((go) => {
        line[again ? 'again' : 'fresh'].push(go);
        pump();
      });
      try {
        const answer = await work();
        line.went(performance.now());
        return answer;
      } catch (error) {
        if (natureOf(error).cause === 'throttled') line.refused(performance.now());
        else line.went(performance.now());
        throw error;
      } finally {
        underWay -= 1;
        pump();
      }
    },
  };
}
