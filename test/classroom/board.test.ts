import { describe, expect, it } from 'vitest';
import type { CallError } from '../../checker/account/fact.ts';
import type { StepResult } from '../../checker/engine/run.ts';
import { type Finding, type Verdict, worst } from '../../checker/steps/finding.ts';
import { type Board, boardOf } from '../../classroom/board.ts';
import { csv, csvCell } from '../../classroom/report/csv.ts';
import { human } from '../../classroom/report/human.ts';
import { documentOf } from '../../classroom/report/json.ts';
import type { Roster } from '../../classroom/seat.ts';
import { type SeatPoll, seatSteps } from '../../classroom/seat-poll.ts';
import { advance, type HelpRequest, newState } from '../../classroom/state.ts';
import { rosterOf, seatOf } from '../kit/roster.ts';

const start = Date.parse('2027-03-01T09:00:00Z');
const minute = 60_000;

type Without<L> = L extends SeatPoll ? Omit<L, 'at'> : never;
type Unstamped = Without<SeatPoll>;

/** A run that passed the first steps and has this state at the next one. */
function seen(seat: string, passed: number, at: Partial<Finding> = {}, begun = true): Unstamped {
  const verdict: Verdict = at.verdict ?? 'fail';
  const steps: StepResult[] = seatSteps.map(({ id, name, title }, place) => {
    const own: Verdict = place < passed ? 'pass' : place === passed ? verdict : 'fail';
    const finding: Finding = {
      check: `${name}.check`,
      verdict: own,
      title: `Title of ${name}`,
      expected: 'e',
      found: `found by ${seat}`,
      why: 'w',
      fix: `fix for ${seat}`,
      link: `labs/steps/${id}.md#check`,
      ...(place === passed ? at : {}),
    };
    return { id, name, title, verdict: own, findings: [finding] };
  });
  return {
    kind: 'seen',
    seat,
    account: '111122223333',
    repository: 'a/b',
    run: {
      schemaVersion: 1,
      verdict: worst(steps.map((step) => step.verdict)),
      steps,
      calls: [],
      live: { resources: begun ? [{ kind: 'bucket', name: `b-${seat}` }] : [], unknown: [] },
    },
  };
}

const denied: CallError = {
  cause: 'denied',
  service: 'sts',
  operation: 'GetCallerIdentity',
  actions: [],
  code: 'AccessDenied',
  message: 'no \u001b[31mway',
};

/** A class that is polled minute by minute. */
function pollAll(
  roster: Roster,
  rounds: [minute: number, polls: Unstamped[]][],
  helpRequests = new Map<string, HelpRequest | undefined>(),
): Board {
  let state = newState(roster.class);
  let board: Board | undefined;
  for (const [after, some] of rounds) {
    const now = start + after * minute;
    const polls = some.map((poll) => ({ ...poll, at: now }) as SeatPoll);
    const next = advance(state, roster.seats, polls, { now, helpRequests });
    state = next.state;
    board = boardOf(roster, polls, state, { now, changes: next.changes });
  }
  if (board === undefined) throw new Error('no round');
  return board;
}

const roster = rosterOf(
  ['done', 'stuck', 'fresh', 'gate', 'away', 'empty', 'hand'].map((id, at) => seatOf(id, at + 1)),
);

const pending: Partial<Finding> = { verdict: 'waiting', cause: 'approval-pending' };
const polls = (): Unstamped[] => [
  seen('done', 8),
  seen('stuck', 3, { cause: 'connection-missing' }),
  seen('gate', 5, pending),
  { kind: 'failed', seat: 'away', error: denied },
  seen('empty', 1, {}, false),
  seen('hand', 4),
];

describe('the board', () => {
  it('shows who needs help first, and distinguishes stuck, waiting for approval and not begun', () => {
    const helpRequests = new Map([['hand', { text: 'please', at: start + 20 * minute }]]);
    const board = pollAll(
      roster,
      [
        [0, [...polls(), seen('fresh', 2)]],
        [9, [...polls(), seen('fresh', 2)]],
        [21, [...polls(), seen('fresh', 3, { cause: 'connection-missing' })]],
      ],
      helpRequests,
    );
    expect(board.rows.map(({ seat, standing }) => [seat, standing])).toEqual([
      ['hand', 'stuck'],
      ['stuck', 'stuck'],
      ['away', 'unknown'],
      ['fresh', 'working'],
      ['gate', 'waiting-for-approval'],
      ['empty', 'not-begun'],
      ['done', 'done'],
    ]);
    expect(board.verdict).toBe('fail');
    const row = (seat: string) => board.rows.find((one) => one.seat === seat);
    expect(row('stuck')?.at).toMatchObject({ cause: 'connection-missing', since: start });
    expect(row('fresh')?.at).toMatchObject({ step: 'step-4', since: start + 21 * minute });
    expect(row('away')).toMatchObject({ trouble: expect.stringContaining('AccessDenied') });
    expect(row('away')).not.toHaveProperty('lookedAt');
    // The same known cause, and one message that names both and no value of either.
    expect(board.groups[0]).toMatchObject({
      cause: 'connection-missing',
      seats: ['stuck', 'fresh'],
      stuck: 1,
    });
    expect(board.groups[0]?.message).toContain('labs/causes/connection-missing.md');
    expect(board.groups[0]?.message).not.toContain('fix for');
    expect(board.totals.map(({ counts }) => counts.pass)).toEqual([6, 5, 5, 3, 2, 1, 1, 1]);
    expect(board.changes).toEqual([
      { seat: 'stuck', kind: 'standing', from: 'working', to: 'stuck' },
      { seat: 'fresh', kind: 'step', step: 'step-3', from: 'fail', to: 'pass' },
      { seat: 'hand', kind: 'standing', from: 'working', to: 'stuck' },
    ]);
  });

  it('never shows a result of an earlier poll as current', () => {
    const away: Unstamped = { kind: 'failed', seat: 'a', error: denied };
    const one = rosterOf([seatOf('a', 1)]);
    const board = pollAll(one, [
      [0, [seen('a', 8)]],
      [1, [away]],
    ]);
    const [row] = board.rows;
    expect(row).toMatchObject({ standing: 'unknown', lookedAt: start });
    expect(row?.steps.map(({ verdict }) => verdict)).toEqual(Array(8).fill('unseen'));
    expect(board.changes).toEqual([{ seat: 'a', kind: 'standing', from: 'done', to: 'unknown' }]);
    // The time continues if the seat has the same problem again after one failed poll.
    const back = pollAll(one, [
      [0, [seen('a', 2)]],
      [5, [away]],
      [11, [seen('a', 2)]],
    ]);
    expect(back.rows[0]).toMatchObject({ standing: 'stuck', at: { since: start } });
  });

  it('shows no step, state or time for a seat that could not be polled', () => {
    const two = rosterOf([seatOf('was', 1), seatOf('never', 2)]);
    const before = [{ ...seen('was', 8), at: start } as SeatPoll];
    const { state } = advance(newState('spring'), two.seats, before, { now: start });
    const board = boardOf(two, [], state, { now: start + 2 * minute, evidenceOnly: true });
    expect(board.rows.map(({ seat, standing, source }) => [seat, standing, source])).toEqual([
      ['never', 'unknown', 'evidence'],
      ['was', 'unknown', 'evidence'],
    ]);
    const text = human(board, { color: false, width: 100 });
    expect(text).toMatch(/never +Name of never +(· ){8} could not tell: no evidence\n/);
    expect(text).toMatch(/was +Name of was +(· ){8} could not tell: no evidence\n +looked at 09:00:00\n/);
    expect(csv(board)).not.toContain('1970');
    expect(documentOf(board).seats.map((seat) => 'since' in seat)).toEqual([false, false]);
  });

  it('counts an unfinished handshake as stuck, and an approval never', () => {
    const one = rosterOf([seatOf('a', 1), seatOf('b', 2)]);
    const both = () => [
      seen('a', 3, { verdict: 'waiting', cause: 'connection-pending' }),
      seen('b', 5, pending),
    ];
    expect(pollAll(one, [[0, both()]]).rows.map(({ standing }) => standing)).toEqual([
      'waiting-for-approval',
      'waiting',
    ]);
    expect(
      pollAll(one, [
        [0, both()],
        [60, both()],
      ]).rows.map(({ standing }) => standing),
    ).toEqual(['stuck', 'waiting-for-approval']);
  });

  it('shows a seat that finished and cleaned up as done, and one that never began as not begun', () => {
    const gone = seen('a', 2, {}, false);
    const board = pollAll(rosterOf([seatOf('a', 1), seatOf('b', 2)]), [
      [0, [seen('a', 8), seen('b', 1, {}, false)]],
      [60, [gone, seen('b', 1, {}, false)]],
    ]);
    expect(board.rows.map(({ seat, standing, gone: empty }) => [seat, standing, empty])).toEqual([
      ['b', 'not-begun', undefined],
      ['a', 'done', true],
    ]);
  });

  it('shows the text of a raised hand, also of a seat that is done', () => {
    const helpRequests = new Map([['a', { text: 'what next?', at: start }]]);
    const board = pollAll(rosterOf([seatOf('a', 1)]), [[3, [seen('a', 8)]]], helpRequests);
    expect(human(board, { color: false, width: 100 })).toMatch(
      /^! a .*done\n +hand raised for 3 min: what next\?$/m,
    );
  });

  it('uses the singular for one seat', () => {
    const board = pollAll(rosterOf([seatOf('a', 1)]), [
      [0, [seen('a', 3)]],
      [20, [seen('a', 3)]],
    ]);
    const text = human(board, { color: false, width: 100 });
    expect(text).toMatch(/^class spring · 1 seat · /);
    expect(text).toContain('1 seat at connection.check, 1 of them stuck.');
  });

  it('compares a class with its schedule of the day', () => {
    const planned = rosterOf([seatOf('a', 1), seatOf('b', 2)], {
      start: new Date(start).toISOString(),
      pace: { 'step-2': 10, 'step-3': 20, 'step-4': 30 },
    });
    const board = pollAll(planned, [[25, [seen('a', 3), seen('b', 1)]]]);
    expect(board.plan).toMatchObject({ minute: 25, due: 'step-3' });
    expect(board.rows.map(({ seat, behind }) => [seat, behind])).toEqual([
      ['b', { step: 'step-2', minutes: 15 }],
      ['a', undefined],
    ]);
  });

  it('with hidden names, contains no word that identifies a learner', () => {
    const many = rosterOf(['anna', 'ben'].map((id, at) => seatOf(id, at + 1)));
    const helpRequests = new Map([['anna', { text: 'anna needs help', at: start }]]);
    const now = start + minute;
    const hide = (polls: Unstamped[]) => {
      const all = polls.map((poll) => ({ ...poll, at: now }) as SeatPoll);
      const { state, changes } = advance(
        advance(newState('spring'), many.seats, all, { now: start }).state,
        many.seats,
        all,
        { now, helpRequests },
      );
      return boardOf(many, all, state, { now, hideNames: true, changes });
    };
    const away: Unstamped = { kind: 'failed', seat: 'ben', error: { ...denied, message: 'ben may not' } };
    for (const board of [hide([seen('anna', 3), seen('ben', 4)]), hide([seen('anna', 3), away])])
      for (const text of [
        human(board, { color: false, width: 100 }),
        csv(board),
        JSON.stringify(documentOf(board)),
      ]) {
        expect(text).not.toMatch(/anna|ben/i);
        expect(text).toContain('seat 1');
      }
  });
});

describe('text that others wrote', () => {
  const hostile = '=HYPERLINK("http://x")\u001b]0;owned\u0007\u202e';
  const board = () => {
    const one = rosterOf([seatOf('a', 1, { name: hostile })]);
    return pollAll(
      one,
      [[0, [seen('a', 3, { found: hostile, title: `t ${hostile}` })]]],
      new Map([['a', { text: hostile, at: start }]]),
    );
  };

  it('cannot move the cursor', () => {
    expect(human(board(), { color: false, width: 100 })).not.toMatch(/[^\P{C}\n]|\p{Cf}/u);
  });

  it('is never a formula in a spreadsheet, and stays in one cell', () => {
    for (const first of ['=', '+', '-', '@', '\t=', ' =', '＝', '|', '%'])
      expect(csvCell(`${first}1+1`)).toMatch(/^"?'/);
    expect(csvCell('say "a", b')).toBe('"say ""a"", b"');
    expect(csvCell(-5)).toBe('-5');
    const [head = '', row = '', rest] = csv(board()).split('\r\n');
    expect(rest).toBe('');
    expect(row).toContain(`"'=HYPERLINK(""http://x"")`);
    expect(head.split(',').slice(0, 4)).toEqual(['seat', 'name', 'standing', 'since']);
  });
});

it('the document contains only what its schema declares, with times in ISO 8601', () => {
  const document = documentOf(pollAll(roster, [[0, polls()]]), { took: 5, accounts: [] }, ['a remark']);
  expect(document).toMatchObject({
    schemaVersion: 1,
    class: 'spring',
    time: '2027-03-01T09:00:00.000Z',
    verdict: 'fail',
    remarks: ['a remark'],
    round: { took: 5 },
  });
  expect(document.seats.find(({ seat }) => seat === 'stuck')).toMatchObject({
    standing: 'working',
    since: '2027-03-01T09:00:00.000Z',
    source: 'account',
    at: { step: 'step-4', cause: 'connection-missing', since: '2027-03-01T09:00:00.000Z' },
  });
});
