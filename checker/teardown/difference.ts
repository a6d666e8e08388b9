import type { Remembered } from './journal.ts';
import { kindOf } from './resource-types/index.ts';

const key = ({ kind, id }: Remembered) => `${kind} ${id}`;
const called = ({ kind, name }: Remembered) => `${kindOf(kind).title} ${name}`;

function amount({ contents }: Remembered): number {
  return contents === undefined ? 0 : contents.versions + contents.markers + contents.uploads;
}

function inside(before: Remembered, now: Remembered): string[] {
  if (before.born !== now.born) return [`${called(now)} is another one now: it was made anew`];
  if (amount(before) !== amount(now))
    return [`${called(now)} held ${amount(before)} entries, and holds ${amount(now)} now`];
  if (before.contents?.fingerprint !== now.contents?.fingerprint)
    return [`${called(now)} holds other entries now`];
  return Object.keys({ ...before.holds, ...now.holds })
    .filter((name) => JSON.stringify(before.holds[name]) !== JSON.stringify(now.holds[name]))
    .map(
      (name) =>
        `${called(now)}: ${name} was ${said(before.holds[name])}, and is ${said(now.holds[name])} now`,
    );
}

function said(value: string | number | readonly string[] | undefined): string {
  if (typeof value !== 'object') return String(value ?? 'not there');
  return value.length === 0 ? 'none' : value.join(', ');
}

/** What of these things is not as it was, a line each, for a person; none where all is the same. */
export function changes(before: readonly Remembered[], now: readonly Remembered[]): string[] {
  return [
    ...before
      .filter((thing) => !now.some((other) => key(other) === key(thing)))
      .map((thing) => `${called(thing)} would go no more: it is gone, or not as it was`),
    ...now
      .filter((thing) => !before.some((other) => key(other) === key(thing)))
      .map((thing) => `${called(thing)} would go as well now`),
    ...now.flatMap((thing) => {
      const then = before.find((other) => key(other) === key(thing));
      return then === undefined ? [] : inside(then, thing);
    }),
  ];
}

/** What is said of a digest that fits no more where all that would go is the same. */
export const elseChanged = 'what is kept, or what could not be told, is not the same';

/** What a fresh look shows that is not as it was: never empty, for the digest says that something is not. */
export function differences(before: readonly Remembered[], now: readonly Remembered[]): string[] {
  const lines = changes(before, now);
  return lines.length > 0 ? lines : [elseChanged];
}

/** Is everything that would go now a part of what was confirmed, with no more in it than there was? */
export function covers(confirmed: readonly Remembered[], now: readonly Remembered[]): boolean {
  return now.every((thing) =>
    confirmed.some(
      (other) => key(other) === key(thing) && other.born === thing.born && amount(thing) <= amount(other),
    ),
  );
}
