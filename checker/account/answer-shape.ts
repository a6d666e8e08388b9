import { NormalizedSchema } from '@smithy/core/schema';

/** A member of an answer that is not of the type that the service's model gives it. */
export interface WrongMember {
  /** Such as `pipeline.stages[0].name`. */
  member: string;
  /** What the model has: `a string`. */
  expected: string;
  /** What the answer has: `a number`. */
  found: string;
}

// An operation's schema is [9, namespace, name, traits, input, output].
type OperationSchema = [9, string, string, unknown, unknown, Parameters<typeof NormalizedSchema.of>[0]];

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array);

const isNumber = (value: unknown) =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));

/** A type of the model: its name, which schemas have it, and which values are of it. */
type ModelType = [
  name: string,
  isSchema: (schema: NormalizedSchema) => boolean,
  isValue: (value: unknown) => boolean,
];

const types: readonly ModelType[] = [
  ['a list', (schema) => schema.isListSchema(), Array.isArray],
  ['a map', (schema) => schema.isMapSchema(), isFields],
  ['a structure', (schema) => schema.isStructSchema(), isFields],
  [
    'a time',
    (schema) => schema.isTimestampSchema(),
    (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  ],
  ['bytes', (schema) => schema.isBlobSchema(), (value) => value instanceof Uint8Array],
  ['true or false', (schema) => schema.isBooleanSchema(), (value) => typeof value === 'boolean'],
  ['a number', (schema) => schema.isNumericSchema(), isNumber],
  ['a string', (schema) => schema.isStringSchema(), (value) => typeof value === 'string'],
];

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value);
  return (
    types.find(([, , isValue]) => isValue(value))?.[0].replace('a map', 'a structure') ?? 'something else'
  );
}

/** The first wrong member in a value, which is at `member` in its answer. */
function wrongIn(schema: NormalizedSchema, value: unknown, member: string): WrongMember | undefined {
  if (value === undefined) return undefined;
  const [expected, , isValue] = types.find(([, isSchema]) => isSchema(schema)) ?? [];
  if (expected === undefined || isValue === undefined) return undefined;
  if (!isValue(value)) return { member, expected, found: nameOf(value) };
  for (const [inner, name, item] of partsOf(schema, value)) {
    const wrong =
      item === undefined && schema.isListSchema()
        ? { member: member + name, expected: 'an element', found: 'nothing' }
        : wrongIn(inner, item, `${member}${name}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** What a list, a map or a structure contains, with the name of each part. */
function* partsOf(schema: NormalizedSchema, value: unknown): Generator<[NormalizedSchema, string, unknown]> {
  if (schema.isListSchema())
    for (const [index, item] of (value as unknown[]).entries())
      yield [schema.getValueSchema(), `[${index}]`, item];
  else if (schema.isMapSchema())
    for (const [key, item] of Object.entries(value as object))
      yield [schema.getValueSchema(), `.${key}`, item];
  else if (schema.isStructSchema())
    for (const [name, inner] of schema.structIterator())
      yield [inner, `.${name}`, (value as Record<string, unknown>)[name]];
}

/**
 * The first member of an answer whose type is not the one that the model of the command's service has; undefined where
 * all are right. The SDK passes the members of a JSON answer on as they are. A missing member is no wrong one: AWS
 * leaves out what is not set.
 */
export function wrongMember(command: object, answer: unknown): WrongMember | undefined {
  const { schema } = command as { schema?: OperationSchema };
  if (schema === undefined) return undefined;
  const wrong = wrongIn(NormalizedSchema.of(schema[5]), answer, '');
  return wrong === undefined ? undefined : { ...wrong, member: wrong.member.replace(/^\./, '') };
}

/** Such as `pipeline.stages is a number, not a list`. */
export const wrongMemberText = ({ member, expected, found }: WrongMember) =>
  `${member} is ${found}, not ${expected}`;
