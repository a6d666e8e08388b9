import { defined } from '../base/defined.ts';
import type { ClassState, SeatState } from './state.ts';
import { readState, stateFile } from './state-file.ts';
import type { SeatProgress } from './teardown/index.ts';

/** Whether a step passed other than step 1, which only judges the credentials. */
const hasPassed = ({ seen }: SeatState) =>
  Object.entries(seen?.steps ?? {}).some(([step, verdict]) => step !== 'step-1' && verdict === 'pass');

const idleStatuses: readonly SeatState['standing'][] = ['not-begun', 'unknown'];

const progressOf = (state: SeatState): SeatProgress => ({
  begun: state.done !== undefined || hasPassed(state) || !idleStatuses.includes(state.standing),
  ...defined({ done: state.done, seen: state.seen }),
});

/**
 * How far a class's seats came, from the state that `lab class status` stored for this target or for
 * evidence. A state that cannot be read has no progress, and `remarks` reports it.
 */
export function classProgress(home: string, name: string, target: string) {
  const remarks: string[] = [];
  const states: ClassState[] = [target, 'evidence'].map((kind) => {
    const file = stateFile(home, name, kind);
    const { state, damaged } = readState(file, name);
    if (damaged) remarks.push(`${file} could not be read: how far seats had come is unknown.`);
    return state;
  });
  return {
    remarks,
    of(seat: string): SeatProgress | undefined {
      const found = states.find(({ seats }) => Object.hasOwn(seats, seat))?.seats[seat];
      return found === undefined ? undefined : progressOf(found);
    },
  };
}
