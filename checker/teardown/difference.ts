import type { JournaledResource } from '../lab/lab-record.ts';
import { resourceKey } from './ownership.ts';
import { resourceTypeOf } from './resource-types/index.ts';

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

/** Describes what changed in these resources, one printable line each; empty when nothing did. */
export function changes(before: readonly JournaledResource[], now: readonly JournaledResource[]): string[] {
  return [
    ...before
      .filter((resource) => !now.some((other) => resourceKey(other) === resourceKey(resource)))
      .map((resource) => `${labelOf(resource)} would go no more: it is gone, or not as it was`),
    ...now
      .filter((resource) => !before.some((other) => resourceKey(other) === resourceKey(resource)))
      .map((resource) => `${labelOf(resource)} would go as well now`),
    ...now.flatMap((resource) => {
      const then = before.find((other) => resourceKey(other) === resourceKey(resource));
      return then === undefined ? [] : changesWithin(then, resource);
    }),
  ];
}

/** The line for a digest that no longer matches although the deletions are the same. */
export const otherChange = 'what is kept, or what could not be read, is not the same';

/** As `changes`, but never empty: the digest already proved that something changed. */
export function differences(
  before: readonly JournaledResource[],
  now: readonly JournaledResource[],
): string[] {
  const lines = changes(before, now);
  return lines.length > 0 ? lines : [otherChange];
}

/**
 * Whether everything that would be deleted now was confirmed before. What it contains may have changed: a plan deletes
 * a bucket only if the lab put everything there.
 */
export function covers(confirmed: readonly JournaledResource[], now: readonly JournaledResource[]): boolean {
  return now.every((resource) =>
    confirmed.some(
      (other) => resourceKey(other) === resourceKey(resource) && other.incarnation === resource.incarnation,
    ),
  );
}
