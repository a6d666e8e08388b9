import type { NormalizedSchema } from '@smithy/core/schema';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';
import { collect, MissingFromSource } from './collect.ts';
import { differences, namesIn } from './compare.ts';
import type { ConstraintSource } from './source.ts';

/** An operation that the practice account serves, and the schema of its input in the SDK. */
export interface ServedOperation {
  name: string;
  input: NormalizedSchema;
}

/**
 * What is wrong with a service's table or source, one line for each problem: an entry that differs from the source, with
 * the served operations that need it; and an operation, structure or member that the SDK has and the source lacks.
 */
export function problemsOf(
  source: ConstraintSource,
  served: readonly ServedOperation[],
  table: ConstraintTable,
): string[] {
  const missing = missingFromSource(source, served);
  if (missing.length > 0) return missing;
  const expected = collect(
    source,
    served.map(({ name }) => name),
  ).table;
  const found = differences(expected, table);
  if (found.length === 0) return [];
  const usersByEntry = new Map<string, string[]>();
  for (const { name: operation } of served)
    for (const entry of namesIn(collect(source, [operation]).table))
      usersByEntry.set(entry, [...(usersByEntry.get(entry) ?? []), operation]);
  return found.map(({ name, text }) => `${text} (${usersByEntry.get(name)?.join(', ') ?? 'no operation'})`);
}

/** What the served operations need and the source lacks. */
export function missingFromSource(source: ConstraintSource, served: readonly ServedOperation[]): string[] {
  return served.flatMap(({ name, input }) => {
    try {
      collect(source, [name]);
    } catch (error) {
      if (!(error instanceof MissingFromSource)) throw error;
      return [error.message];
    }
    return [...missingMembers(source, input, new Set())].map(
      (member) => `${name}: the source has no ${member}, which the SDK has`,
    );
  });
}

function* missingMembers(
  source: ConstraintSource,
  schema: NormalizedSchema,
  visited: Set<string>,
): Generator<string> {
  if (schema.isListSchema() || schema.isMapSchema()) {
    yield* missingMembers(source, schema.getValueSchema(), visited);
    return;
  }
  const structure = schema.isStructSchema() ? schema.getName() : undefined;
  if (structure === undefined || visited.has(structure)) return;
  visited.add(structure);
  for (const [name, member] of schema.structIterator()) {
    if (source.members[structure]?.[name] === undefined) yield `${structure}.${name}`;
    else yield* missingMembers(source, member, visited);
  }
}
