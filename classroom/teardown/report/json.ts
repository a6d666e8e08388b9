import { documentOf as regionDocument } from '../../../checker/teardown/report/json.ts';
import { labOf } from '../../look.ts';
import type { SeatOutcome } from '../outcome.ts';
import type { ClassTorn } from '../teardown.ts';
import { passed } from './words.ts';

const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

function seatDocument(outcome: SeatOutcome, target: object) {
  const { seat, account = null, state, exit, why, left, stays, looks, places, course } = outcome;
  const { id, name, region } = seat;
  return {
    ...{ id, name, account, region, state, exit, why, left, stays },
    looks: looks?.map(iso) ?? null,
    doneAt: iso(course?.done),
    steps:
      course?.seen === undefined
        ? null
        : { ...passed(outcome), at: iso(course.seen.at), verdicts: course.seen.steps },
    regions: places.map((place) => {
      const lab = labOf({ ...seat, region: place.region });
      const about = { ...target, account, region: place.region };
      return { ...regionDocument(place.result, about, lab), looks: place.looks?.clean.map(iso) ?? null };
    }),
  };
}

/** The document of a class's teardown, before it is text: schema version 1, which only ever grows. */
export function documentOf(
  { class: name, state, exit, digest, seats, began, ended }: ClassTorn,
  target: object,
) {
  return {
    schemaVersion: 1,
    class: name,
    target,
    ...{ state, exit, digest: digest ?? null, began: iso(began), ended: iso(ended) },
    seats: seats.map((seat) => seatDocument(seat, target)),
  };
}
