import { documentOf as regionDocument } from '../../../checker/teardown/report/json.ts';
import { labOf } from '../../seat-poll.ts';
import type { SeatOutcome } from '../outcome.ts';
import type { ClassTeardownResult } from '../teardown.ts';
import { passedSteps } from './words.ts';

const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

function seatDocument(outcome: SeatOutcome, target: object) {
  const { seat, account = null, state, exit, why, left, stays, confirmedAt, regions, progress } = outcome;
  const { id, name, region } = seat;
  return {
    id,
    name,
    account,
    region,
    state,
    exit,
    why,
    left,
    stays,
    looks: confirmedAt?.map(iso) ?? null,
    doneAt: iso(progress?.done),
    steps:
      progress?.seen === undefined
        ? null
        : { ...passedSteps(outcome), at: iso(progress.seen.at), verdicts: progress.seen.steps },
    regions: regions.map((regionOutcome) => {
      const lab = labOf({ ...seat, region: regionOutcome.region });
      const regionTarget = { ...target, account, region: regionOutcome.region };
      return {
        ...regionDocument(regionOutcome.result, regionTarget, lab),
        looks: regionOutcome.confirmation?.emptyAt.map(iso) ?? null,
      };
    }),
  };
}

/** The JSON document of a class's teardown, schema version 1. Fields are only ever added within a version. */
export function documentOf(
  { class: name, state, exit, digest, seats, began, ended }: ClassTeardownResult,
  target: object,
) {
  return {
    schemaVersion: 1,
    class: name,
    target,
    state,
    exit,
    digest: digest ?? null,
    began: iso(began),
    ended: iso(ended),
    seats: seats.map((seat) => seatDocument(seat, target)),
  };
}
