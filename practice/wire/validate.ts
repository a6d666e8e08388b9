import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';
import { requiredMembers, type ServiceModel } from './schemas.ts';

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Paths of the required members that an input leaves out, at any depth. */
function missingMembers(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === undefined || value === null) return [];
  if (schema.isListSchema() && Array.isArray(value))
    return value.flatMap((item, index) =>
      missingMembers(schema.getValueSchema(), item, `${path}.${index + 1}.member`),
    );
  if (!schema.isStructSchema() || typeof value !== 'object') return [];
  const record = value as Record<string, unknown>;
  const missing: string[] = [];
  const required = new Set(requiredMembers(schema));
  for (const [name, member] of schema.structIterator()) {
    const at = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    if (record[name] === undefined || record[name] === null) {
      if (required.has(name)) missing.push(at);
    } else missing.push(...missingMembers(member, record[name], at));
  }
  return missing;
}

/** Throws the service's validation error when a required member is missing. S3 has its own, in its operations. */
export function demandRequired(service: ServiceModel, schema: NormalizedSchema, input: unknown): void {
  if (service.protocol === 'rest-xml' || schema.isUnitSchema()) return;
  const missing = missingMembers(schema, input, '');
  if (missing.length === 0) return;
  const errors = missing.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  throw new AwsError(
    service.protocol === 'query' ? 'ValidationError' : 'ValidationException',
    `${missing.length} validation error${missing.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
  );
}
