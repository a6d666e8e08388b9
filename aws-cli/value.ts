import { UsageError } from './errors.ts';
import { isScalar, membersOf, type Schema } from './schema.ts';
import { parseShorthand } from './shorthand.ts';

/** The words after an option; a switch has none. */
export type OptionWords = readonly string[];

/** Parses an option's words by the schema of its member. The value is not validated yet. Throws UsageError. */
export function parseValue(schema: Schema, words: OptionWords, option: string): unknown {
  const [first = ''] = words;
  if (schema.isListSchema()) {
    if (words.length === 1 && first.trimStart().startsWith('[')) return parseJson(first, option);
    const element = schema.getValueSchema();
    return words.map((word) =>
      isScalar(element) ? parseScalar(element, word, option) : parseComplex(element, word, option),
    );
  }
  return isScalar(schema) ? parseScalar(schema, first, option) : parseComplex(schema, first, option);
}

function parseComplex(schema: Schema, word: string, option: string): unknown {
  if (/^\s*[[{]/.test(word)) return parseJson(word, option);
  try {
    return withSchemaTypes(schema, parseShorthand(word));
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`Error parsing parameter '--${option}': ${error.message}`);
    throw error;
  }
}

function parseJson(word: string, option: string): unknown {
  try {
    return JSON.parse(word);
  } catch (error) {
    throw new UsageError(
      `Error parsing parameter '--${option}': Invalid JSON: ${(error as Error).message}\nJSON received: ${word}`,
    );
  }
}

function parseScalar(schema: Schema, word: string, option: string): unknown {
  if (!schema.isNumericSchema()) return withSchemaTypes(schema, word);
  if (word.trim() === '' || Number.isNaN(Number(word))) {
    throw new UsageError(`Error parsing parameter '--${option}': a number was expected, received: ${word}`);
  }
  return Number(word);
}

/** Converts shorthand's words to the types of the schema, and makes one word a list where the schema has a list. */
function withSchemaTypes(schema: Schema, value: unknown): unknown {
  if (schema.isListSchema()) {
    const list = Array.isArray(value) ? value : [value];
    return list.map((element) => withSchemaTypes(schema.getValueSchema(), element));
  }
  if (schema.isMapSchema() && isRecord(value)) {
    return mapValues(value, (element) => withSchemaTypes(schema.getValueSchema(), element));
  }
  if (schema.isStructSchema() && isRecord(value)) {
    const members = membersOf(schema);
    return mapValues(value, (element, key) => {
      const member = members.get(key);
      return member === undefined ? element : withSchemaTypes(member, element);
    });
  }
  if (typeof value !== 'string') return value;
  if (schema.isBooleanSchema()) return value.toLowerCase() !== 'false' && value !== '';
  if (schema.isNumericSchema() && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value);
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(object: Record<string, unknown>, change: (value: unknown, key: string) => unknown) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
