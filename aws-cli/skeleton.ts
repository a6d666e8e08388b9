import { membersOf, type Schema } from './schema.ts';

/** An input with every member and no value, as `--generate-cli-skeleton` prints it. */
export function skeletonOf(schema: Schema, ancestors: readonly Schema[] = []): unknown {
  if (schema.isStructSchema()) {
    const shape: unknown = schema.getSchema();
    if (ancestors.some((outer) => outer.getSchema() === shape)) return {};
    const members = [...membersOf(schema)].map(([name, member]) => [
      name,
      skeletonOf(member, [...ancestors, schema]),
    ]);
    return Object.fromEntries(members);
  }
  if (schema.isListSchema()) return [skeletonOf(schema.getValueSchema(), ancestors)];
  if (schema.isMapSchema()) return { KeyName: skeletonOf(schema.getValueSchema(), ancestors) };
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 0;
  if (schema.isTimestampSchema()) return '1970-01-01T00:00:00';
  return '';
}
