import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import { iamWords } from './constraints/iam-words.ts';
import { constraints } from './constraints/index.ts';
import { type Broken, broken, brokenInside } from './constraints/rules.ts';
import type { ConstraintTable, Facts } from './constraints/table.ts';
import { requiredMembers, type ServiceModel } from './schemas.ts';

/** One thing that is wrong with an input. */
interface Fault extends Broken {
  /** The member's path as AWS writes it, such as `pipeline.stages.1.member.name`. */
  at: string;
  shown: string;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const noTable: ConstraintTable = { shapes: {}, members: {} };

/** Walks an input by its schema, which knows the structures, with the table, which knows the rest. */
function* faultsOf(
  table: ConstraintTable,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
): Generator<Fault> {
  if (typeof value !== 'object' || value === null) return;
  if (schema.isListSchema() && Array.isArray(value))
    for (const [index, item] of value.entries())
      yield* faultsOf(table, schema.getValueSchema(), item, `${path}.${index + 1}.member`);
  else if (schema.isMapSchema())
    for (const [key, item] of Object.entries(value))
      yield* faultsOf(table, schema.getValueSchema(), item, `${path}.${key}.member`);
  else if (schema.isStructSchema()) yield* faultsOfMembers(table, schema, value, path);
}

function* faultsOfMembers(
  table: ConstraintTable,
  schema: NormalizedSchema,
  value: object,
  path: string,
): Generator<Fault> {
  const record = value as Record<string, unknown>;
  const required = new Set(requiredMembers(schema));
  const bounded = table.members[schema.getName() ?? ''] ?? {};
  for (const [name, member] of schema.structIterator()) {
    const at = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    const given = record[name] ?? undefined;
    if (given === undefined) {
      if (required.has(name))
        yield { kind: 'size', at, shown: 'Value null', words: 'Member must not be null' };
      continue;
    }
    const facts = table.shapes[bounded[name] ?? ''];
    if (facts !== undefined) {
      const inside = typeof given === 'object' ? brokenInside(table, facts, given) : [];
      for (const rule of [...broken(facts, given), ...inside])
        yield { ...rule, at, shown: shown(facts, given) };
    }
    yield* faultsOf(table, member, given, at);
  }
}

function shown(facts: Facts, value: unknown): string {
  if (facts.sensitive) return 'Value';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return `Value '[${value.join(', ')}]'`;
  return `Value '${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`;
}

/**
 * Throws the service's validation error when an input leaves out what is required or is out of its model's
 * bounds, naming every fault. S3 has errors of its own for these, in its operations.
 */
export function demandValid(service: ServiceModel, schema: NormalizedSchema, input: unknown): void {
  if (service.protocol === 'rest-xml' || schema.isUnitSchema()) return;
  const found = [...faultsOf(constraints[service.name] ?? noTable, schema, input, '')];
  if (found.length === 0) return;
  const code = service.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const own = service.name === 'iam' ? iamFault(found) : undefined;
  if (own !== undefined) throw new AwsError(code, own);
  const errors = found.map(
    ({ shown, at, words }) => `${shown} at '${at}' failed to satisfy constraint: ${words}`,
  );
  throw new AwsError(
    code,
    `${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
  );
}

/** IAM's own words, when nothing is wrong but what it has words for. */
function iamFault(found: Fault[]): string | undefined {
  const own = found.map(({ kind, at }) => (kind === 'pattern' ? iamWords(at) : undefined));
  return own.includes(undefined) ? undefined : own[0];
}
