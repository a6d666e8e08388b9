import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import type { ConstraintTable, ShapeConstraint } from './constraints/constraint-table.ts';
import { iamPatternMessage } from './constraints/iam-pattern-messages.ts';
import { constraints } from './constraints/index.ts';
import { nestedViolations, type RuleViolation, violationsOf } from './constraints/rules.ts';
import { requiredMembers, type ServiceModel } from './schemas.ts';

/** One violation in an input, and where it is. */
interface ConstraintViolation extends RuleViolation {
  /** The member's path as AWS writes it, such as `pipeline.stages.1.member.name`. */
  memberPath: string;
  displayedValue: string;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const noTable: ConstraintTable = { shapes: {}, members: {} };

/** Walks an input along its schema, which describes the structures. The table has the constraints of simple shapes. */
function* violationsIn(
  table: ConstraintTable,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
): Generator<ConstraintViolation> {
  if (typeof value !== 'object' || value === null) return;
  if (schema.isListSchema() && Array.isArray(value))
    for (const [index, item] of value.entries())
      yield* violationsIn(table, schema.getValueSchema(), item, `${path}.${index + 1}.member`);
  else if (schema.isMapSchema())
    for (const [key, item] of Object.entries(value))
      yield* violationsIn(table, schema.getValueSchema(), item, `${path}.${key}.member`);
  else if (schema.isStructSchema()) yield* memberViolations(table, schema, value, path);
}

function* memberViolations(
  table: ConstraintTable,
  schema: NormalizedSchema,
  value: object,
  path: string,
): Generator<ConstraintViolation> {
  const record = value as Record<string, unknown>;
  const required = new Set(requiredMembers(schema));
  const memberShapes = table.members[schema.getName() ?? ''] ?? {};
  for (const [name, member] of schema.structIterator()) {
    const memberPath = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    const memberValue = record[name] ?? undefined;
    if (memberValue === undefined) {
      if (required.has(name))
        yield { kind: 'size', memberPath, displayedValue: 'Value null', message: 'Member must not be null' };
      continue;
    }
    const constraint = table.shapes[memberShapes[name] ?? ''];
    if (constraint !== undefined) {
      const nested = typeof memberValue === 'object' ? nestedViolations(table, constraint, memberValue) : [];
      for (const rule of [...violationsOf(constraint, memberValue), ...nested])
        yield { ...rule, memberPath, displayedValue: displayedValue(constraint, memberValue) };
    }
    yield* violationsIn(table, member, memberValue, memberPath);
  }
}

function displayedValue(constraint: ShapeConstraint, value: unknown): string {
  if (constraint.sensitive) return 'Value';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return `Value '[${value.join(', ')}]'`;
  return `Value '${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`;
}

/** More violations than an honest client makes. An input of megabytes can have millions, and a message for each. */
const maxViolations = 1000;

function firstViolations(violations: Iterable<ConstraintViolation>): ConstraintViolation[] {
  const found: ConstraintViolation[] = [];
  for (const violation of violations) {
    found.push(violation);
    if (found.length === maxViolations) break;
  }
  return found;
}

/**
 * Throws the service's validation error when an input lacks required members or violates constraints of its model. The
 * message lists the violations, up to a thousand. Inputs of S3 are not checked here: its operations check them, with their own errors.
 */
export function requireValid(service: ServiceModel, schema: NormalizedSchema, input: unknown): void {
  if (service.protocol === 'rest-xml' || schema.isUnitSchema()) return;
  const found = firstViolations(violationsIn(constraints[service.name] ?? noTable, schema, input, ''));
  if (found.length === 0) return;
  const code = service.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const iamMessage = service.name === 'iam' ? iamMessageFor(found) : undefined;
  if (iamMessage !== undefined) throw new AwsError(code, iamMessage);
  const errors = found.map(
    ({ displayedValue, memberPath, message }) =>
      `${displayedValue} at '${memberPath}' failed to satisfy constraint: ${message}`,
  );
  throw new AwsError(
    code,
    `${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
  );
}

/** IAM's own message, when it has one for every violation. */
function iamMessageFor(found: ConstraintViolation[]): string | undefined {
  const messages = found.map(({ kind, memberPath }) =>
    kind === 'pattern' ? iamPatternMessage(memberPath) : undefined,
  );
  return messages.includes(undefined) ? undefined : messages[0];
}
