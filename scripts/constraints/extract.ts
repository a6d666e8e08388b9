import type { ShapeConstraint } from '../../practice/protocols/constraints/constraint-table.ts';
import type { ConstraintSource } from './source.ts';

type Reference = { shape: string };

interface ModelShape {
  type: string;
  /** Some models, such as S3's, write the bounds of numbers as strings. */
  min?: number | string;
  max?: number | string;
  pattern?: string;
  enum?: string[];
  sensitive?: boolean;
  members?: Record<string, Reference>;
  member?: Reference;
  key?: Reference;
  value?: Reference;
}

/** The parts of a service's model (`service-2.json`) that describe inputs. */
export interface ServiceDescription {
  metadata: { apiVersion: string };
  operations: Record<string, { input?: Reference }>;
  shapes: Record<string, ModelShape>;
}

/** The constraints on all inputs of a service. Throws when the model refers to a shape that it does not have. */
export function extract(model: ServiceDescription, extractedFrom: string): ConstraintSource {
  const members: Record<string, Record<string, string>> = {};
  const shapes: Record<string, ShapeConstraint> = {};
  const visit = (name: string): void => {
    if (members[name] !== undefined || shapes[name] !== undefined) return;
    const shape = model.shapes[name];
    if (shape === undefined) throw new Error(`The model has no shape ${name}.`);
    if (shape.type === 'structure') {
      const references = Object.entries(shape.members ?? {});
      members[name] = Object.fromEntries(references.map(([member, { shape: inner }]) => [member, inner]));
      for (const [, { shape: inner }] of references) visit(inner);
      return;
    }
    shapes[name] = constraintOf(shape);
    for (const inner of [shape.member, shape.key, shape.value]) if (inner !== undefined) visit(inner.shape);
  };
  const operations = Object.fromEntries(
    Object.entries(model.operations).map(([name, { input }]) => [name, input?.shape ?? null]),
  );
  for (const input of Object.values(operations)) if (input !== null) visit(input);
  return { apiVersion: model.metadata.apiVersion, extractedFrom, operations, members, shapes };
}

function constraintOf(shape: ModelShape): ShapeConstraint {
  const { min, max, pattern, enum: values, sensitive, member, key, value } = shape;
  const isLimited = shape.type !== 'boolean' && shape.type !== 'timestamp';
  return {
    ...(isLimited && min !== undefined && { min: Number(min) }),
    ...(isLimited && max !== undefined && { max: Number(max) }),
    ...(isLimited && pattern !== undefined && { pattern }),
    ...(isLimited && values !== undefined && { enum: values }),
    ...(sensitive && { sensitive }),
    ...(member !== undefined && { each: member.shape }),
    ...(key !== undefined && { key: key.shape }),
    ...(value !== undefined && { value: value.shape }),
  };
}
