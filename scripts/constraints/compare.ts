import { isDeepStrictEqual } from 'node:util';
import type {
  ConstraintTable,
  ShapeConstraint,
} from '../../practice/protocols/constraints/constraint-table.ts';

/** A rule that one table has and another lacks, or has in a weaker form. */
export interface Weakening {
  /** The shape, or `Structure.member`: what `--allow-removal` takes. */
  name: string;
  change: string;
}

/** The rules of `before` that `after` lacks or weakens, among the structures and shapes that `isCompared` selects. */
export function weakenings(
  before: ConstraintTable,
  after: ConstraintTable,
  isCompared: (name: string) => boolean = () => true,
): Weakening[] {
  const ofShapes = Object.entries(before.shapes).flatMap(([name, constraint]) =>
    isCompared(name) ? shapeWeakenings(name, constraint, after.shapes[name] ?? {}) : [],
  );
  const ofMembers = Object.entries(before.members).flatMap(([structure, members]) =>
    isCompared(structure)
      ? Object.entries(members).flatMap(([member, shape]) =>
          changed(`${structure}.${member}`, 'shape', shape, after.members[structure]?.[member]),
        )
      : [],
  );
  return [...ofShapes, ...ofMembers];
}

function shapeWeakenings(name: string, before: ShapeConstraint, after: ShapeConstraint): Weakening[] {
  const isLower = before.min !== undefined && (after.min ?? Number.NEGATIVE_INFINITY) < before.min;
  const isHigher = before.max !== undefined && (after.max ?? Number.POSITIVE_INFINITY) > before.max;
  const isWider = before.enum !== undefined && !after.enum?.every((value) => before.enum?.includes(value));
  return [
    ...(isLower ? changed(name, 'min', before.min, after.min) : []),
    ...(isHigher ? changed(name, 'max', before.max, after.max) : []),
    ...(isWider ? changed(name, 'enum', before.enum, after.enum) : []),
    // Whether another pattern or another shape is weaker cannot be told, so every change is reported.
    ...(['pattern', 'each', 'key', 'value', 'sensitive'] as const).flatMap((rule) =>
      changed(name, rule, before[rule], after[rule]),
    ),
  ];
}

function changed(name: string, rule: string, before: unknown, after: unknown): Weakening[] {
  if (before === undefined || isDeepStrictEqual(before, after)) return [];
  return [{ name, change: `${rule} ${JSON.stringify(before)} → ${JSON.stringify(after) ?? 'none'}` }];
}

/** A shape or a `Structure.member` in which two tables differ. */
export interface Difference {
  name: string;
  text: string;
}

/** How a table differs from the expected one. */
export function differences(expected: ConstraintTable, actual: ConstraintTable): Difference[] {
  const want = entriesOf(expected);
  const have = entriesOf(actual);
  return [...new Set([...want.keys(), ...have.keys()])].sort().flatMap((name) => {
    if (isDeepStrictEqual(want.get(name), have.get(name))) return [];
    return [{ name, text: `${name} is ${text(have.get(name))}, and ${text(want.get(name))} in the source` }];
  });
}

const text = (entry: unknown) => JSON.stringify(entry) ?? 'missing';

/** The names of a table's entries: `Structure.member` and shapes. */
export const namesIn = (table: ConstraintTable): ReadonlySet<string> => new Set(entriesOf(table).keys());

function entriesOf({ shapes, members }: ConstraintTable): Map<string, unknown> {
  const ofMembers = Object.entries(members).flatMap(([structure, shapeNames]) =>
    Object.entries(shapeNames).map(([member, shape]): [string, unknown] => [`${structure}.${member}`, shape]),
  );
  return new Map<string, unknown>([...ofMembers, ...Object.entries(shapes)]);
}
