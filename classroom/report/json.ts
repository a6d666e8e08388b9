import { defined } from '../../base/defined.ts';
import type { CallCount } from '../../checker/account/calls.ts';
import type { Board } from '../board.ts';
import type { Row } from '../types.ts';

const iso = (time: number) => new Date(time).toISOString();

function rowOf({ since, at, hand, lookedAt, oldest, ...row }: Row) {
  return {
    ...row,
    ...(since === undefined ? {} : { since: iso(since) }),
    ...(at === undefined ? {} : { at: { ...at, since: iso(at.since) } }),
    ...(hand === undefined ? {} : { hand: { ...defined({ text: hand.text }), since: iso(hand.at) } }),
    ...(lookedAt === undefined ? {} : { lookedAt: iso(lookedAt) }),
    ...(oldest === undefined ? {} : { oldestAnswer: iso(oldest) }),
  };
}

/** What a poll cost. The document has it as `round`. */
export interface PollCost {
  /** Milliseconds. */
  took: number;
  accounts: { account: string; seats: number; calls: CallCount[] }[];
}

/** The JSON document of a class, schema version 1. Fields are only ever added within a version. */
export function documentOf(
  { class: name, now, rows, ...board }: Board,
  round?: PollCost,
  remarks: readonly string[] = [],
) {
  return {
    schemaVersion: 1,
    class: name,
    time: iso(now),
    ...board,
    seats: rows.map(rowOf),
    remarks,
    ...defined({ round }),
  };
}
