import { regionsBeside } from '../account/regions.ts';
import { consoleName, isOtherSeatsName, type Lab, type LabNames, type NameOverride } from '../lab/lab.ts';

/** The hint of a policy whose name ends with the name of the lab's pipeline, as those that the console creates do. */
export const pipelineNameHint = "its name ends with the name of the lab's pipeline";

/** The length from which on a name of the lab is distinctive enough to be looked for in other names. */
export const minimumNearLength = 8;

/** How many insertions, deletions, replacements and swaps of neighbors turn one name into the other, at most 3. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [beforeLast, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + Number(!isSame),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      next.push(cost);
    }
    [beforeLast, last] = [last, next];
  }
  return Math.min(3, last[b.length] ?? 3);
}

const copySuffix = /^[-_.]?(?:\d{1,3}|copy|new|old|test|v\d)$/;

/** Whether a name could be one of these with a typo, or with a suffix such as `-2`. An equal name is not near. */
export function isNear(name: string, names: readonly string[]): boolean {
  return names.some((own) => {
    if (own === name || own.length < minimumNearLength) return false;
    if (name.startsWith(own) && copySuffix.test(name.slice(own.length))) return true;
    return editDistance(name, own) <= 2;
  });
}

/**
 * Whether a name that nearly matches is in fact exactly another lab's: this lab's in another region, also as the
 * console names it there, or another seat's.
 */
export function isAnotherLabsName(
  kind: NameOverride,
  name: string,
  { lab, accountId, namesIn }: { lab: Lab; accountId: string; namesIn(region: string): LabNames },
): boolean {
  const isOther = regionsBeside(lab.region)
    .filter((region) => region !== lab.region && name.includes(region))
    .some((region) => {
      const names = namesIn(region);
      return [names[kind], consoleName(region, names.pipeline)].includes(name);
    });
  return isOther || isOtherSeatsName(kind, name, lab, accountId);
}
