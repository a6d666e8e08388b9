import type { JournaledResource } from './journal.ts';
import { resourceTypeOf } from './resource-types/index.ts';

const key = ({ kind, id }: JournaledResource) => `${kind} ${id}`;
const labelOf = ({ kind, name }: JournaledResource) => `${resourceTypeOf(kind).title} ${name}`;

function entryCount({ contents }: JournaledResource): number {
  return contents === undefined ? 0 : contents.versions + contents.markers + contents.uploads;
}

function changesWithin(before: JournaledResource, now: JournaledResource): string[] {
  if (before.incarnation !== now.incarnation) return [`${labelOf(now)} is another one now: it was made anew`];
  if (entryCount(before) !== entryCount(now))
    return [`${labelOf(now)} held ${entryCount(before)} entries, and holds ${entryCount(now)} now`];
  if (before.contents?.fingerprint !== now.contents?.fingerprint)
    return [`${labelOf(now)} holds other entries now`];
  return Object.keys({ ...before.holds, ...now.holds })
    .filter((name) => JSON.stringify(before.holds[name]) !== JSON.stringify(now.holds[name]))
    .map(
      (name) =>
        `${labelOf(now)}: ${name} was ${valueText(before.holds[name])}, and is ${valueText(now.holds[name])} now`,
    );
}

function valueText(value: string | number | readonly string[] | undefined): string {
  if (typeof value !== 'object') return String(value ?? 'not there');
  return value.length === 0 ? 'none' : value.join(', ');
}

/** What of these things is not as it was, a line each, for a person; none where all is the same. */
export function changes(before: readonly JournaledResource[], now: readonly JournaledResource[]): string[] {
  return [
    ...before
      .filter((resource) => !now.some((other) => key(other) === key(resource)))
      .map((resource) => `${labelOf(resource)} would go no more: it is gone, or not as it was`),
    ...now
      .filter((resource) => !before.some((other) => key(other) === key(resource)))
      .map((resource) => `${labelOf(resource)} would go as well now`),
    ...now.flatMap((resource) => {
      const then = before.find((other) => key(other) === key(resource));
      return then === undefined ? [] : changesWithin(then, resource);
    }),
  ];
}

/** What is said of a digest that fits no more where all that would go is the same. */
export const otherChange = 'what is kept, or what could not be told, is not the same';

/** What a fresh look shows that is not as it was: never empty, for the digest says that something is not. */
export function differences(
  before: readonly JournaledResource[],
  now: readonly JournaledResource[],
): string[] {
  const lines = changes(before, now);
  return lines.length > 0 ? lines : [otherChange];
}

/** Is everything that would go now a part of what was confirmed, with no more in it than there was? */
export function covers(confirmed: readonly JournaledResource[], now: readonly JournaledResource[]): boolean {
  return now.every((resource) =>
    confirmed.some(
      (other) =>
        key(other) === key(resource) &&
        other.incarnation === resource.incarnation &&
        entryCount(resource) <= entryCount(other),
    ),
  );
}
