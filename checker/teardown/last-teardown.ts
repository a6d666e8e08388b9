import type { LastTeardown } from '../lab/lab-record.ts';
import { type Journal, unfinishedTeardown } from './journal.ts';

/** The last confirmed teardown: unfinished, or proven by a verification. Undefined if none was confirmed. */
export function lastTeardownOf(journal: Journal): LastTeardown | undefined {
  const unfinished = unfinishedTeardown(journal);
  if (unfinished !== undefined) return { state: 'unfinished', at: unfinished.at };
  const proved = journal.read().findLast(({ event }) => event === 'proved');
  return proved === undefined ? undefined : { state: 'proven', at: proved.at };
}
