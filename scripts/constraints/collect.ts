import type {
  ConstraintTable,
  ShapeConstraint,
} from '../../practice/protocols/constraints/constraint-table.ts';
import type { ConstraintSource } from './source.ts';

/** The source lacks an operation, a structure or a shape that a served operation needs. */
export class MissingFromSource extends Error {}

/** A table, and the names of all structures and shapes that were reached for it, with or without constraints. */
export interface Collected {
  table: ConstraintTable;
  reached: ReadonlySet<string>;
}

/** The constraints that the inputs of these operations can meet. Throws MissingFromSource. */
export function collect(source: ConstraintSource, operations: readonly string[]): Collected {
  const shapes: Record<string, ShapeConstraint> = {};
  const members: Record<string, Record<string, string>> = {};
  const reached = new Set<string>();

  /** Whether values of this shape have constraints of their own. Those of a structure are its members'. */
  const visit = (name: string, user: string): boolean => {
    if (reached.has(name)) return shapes[name] !== undefined;
    reached.add(name);
    const structure = source.members[name];
    if (structure !== undefined) {
      const constrained = Object.entries(structure).filter(([, shape]) => visit(shape, name));
      if (constrained.length > 0) members[name] = Object.fromEntries(constrained);
      return false;
    }
    const shape = source.shapes[name];
    if (shape === undefined) throw new MissingFromSource(`${user}: the source has no shape ${name}`);
    const { each, key, value, ...limits } = shape;
    const constraint = {
      ...limits,
      ...(each !== undefined && visit(each, name) && { each }),
      ...(key !== undefined && visit(key, name) && { key }),
      ...(value !== undefined && visit(value, name) && { value }),
    };
    if (Object.keys(constraint).some((rule) => rule !== 'sensitive')) shapes[name] = constraint;
    return shapes[name] !== undefined;
  };

  for (const operation of operations) {
    const input = source.operations[operation];
    if (input === undefined) throw new MissingFromSource(`${operation}: the source has no such operation`);
    if (input !== null) visit(input, operation);
  }
  return { table: { shapes, members }, reached };
}
