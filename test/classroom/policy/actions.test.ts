import { expect, it } from 'vitest';
import { checkerActions, teardownActions } from '../../../checker/account/operations/all.ts';
import { labActions } from '../../../checker/doctor/lab-actions.ts';
import { removalActions, teardownPolicy } from '../../../classroom/policy/instructor.ts';
import { seatActions } from '../../../classroom/policy/seat-actions.ts';
import { seatPolicy } from '../../../classroom/policy/seat-policy.ts';

/** The canonical prefix of an action on connections, which AWS checks under either. */
const canonical = (action: string) => action.replace(/^codestar-connections:/, 'codeconnections:');

const sorted = (actions: Iterable<string>) => [...actions].sort();

it('limits a seat in every action of the lab, each in one way', () => {
  expect(sorted(Object.values(seatActions).flat())).toEqual(sorted(new Set(labActions.map(canonical))));
});

it("has a statement in the seat's policy for every limit", () => {
  const { Statement } = seatPolicy({ seat: 'anna', region: 'us-east-1', account: '123456789012' });
  const allowed = new Set(Statement.flatMap(({ Action }) => Action.map(canonical)));
  expect(sorted(Object.values(seatActions).flat()).filter((action) => !allowed.has(action))).toEqual([]);
});

it('limits an instructor in every action of a teardown that writes, each in one way', () => {
  const actions = new Set([...checkerActions, ...teardownActions]);
  const { Statement } = teardownPolicy('123456789012', 'us-east-1');
  const unlimited = new Set(Statement.find(({ Resource }) => Resource === '*')?.Action);
  expect(sorted(Object.values(removalActions).flat())).toEqual(
    sorted([...actions].filter((action) => !unlimited.has(action))),
  );
});
