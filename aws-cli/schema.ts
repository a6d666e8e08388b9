import { NormalizedSchema } from '@smithy/core/schema';

/** A shape of a service's model, as the SDK carries it at run time. */
export type Schema = NormalizedSchema;

export interface Operation {
  service: string;
  /** `ListObjectsV2` */
  name: string;
  input: Schema;
  output: Schema;
}

/** The operation behind an exported `<Name>$` constant: `[9, namespace, name, traits, input, output]`. */
export function operationOf(service: string, constant: unknown): Operation | undefined {
  if (!Array.isArray(constant) || constant[0] !== 9) return undefined;
  const [, , name, , input, output] = constant as [9, string, string, unknown, never, never];
  return { service, name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
}

/** A structure's members by name; empty for an operation without input or output. */
export function membersOf(schema: Schema): Map<string, Schema> {
  return schema.isStructSchema() ? new Map(schema.structIterator()) : new Map();
}

/** The members that must be given. A structure's schema lists them first and ends with their count. */
export function requiredOf(schema: Schema): string[] {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw)) return [];
  const [, , , , names, , count] = raw as [number, string, string, unknown, string[], unknown, number?];
  return names.slice(0, count ?? 0);
}

/** The member of an output that is the object's own bytes; undefined if the operation returns none. */
export function streamOf(schema: Schema): string | undefined {
  for (const [name, member] of membersOf(schema)) if (member.isStreaming()) return name;
  return undefined;
}

/** Neither a structure, a list nor a map. */
export function isScalar(schema: Schema): boolean {
  return !schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema();
}
