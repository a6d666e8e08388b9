import { defined } from '../base/defined.ts';
import { didYouMean } from '../terminal/did-you-mean.ts';
import { UsageError, unknownToStandIn } from './errors.ts';
import { kebab, optionName } from './names.ts';
import {
  atLeastOne,
  exactlyOne,
  looksLikeOption,
  type Option,
  optionsOf,
  parseOption,
  wordsBeforeNextOption,
} from './options.ts';
import { fileUrl, type ParseContext } from './parse-context.ts';
import { type Operation, requiredOf, streamOf } from './schema.ts';
import { validatedInput } from './validate-input.ts';
import { isRecord, parseValue } from './value.ts';

export interface OperationParameters {
  input: Record<string, unknown>;
  /** The file to write to, for an operation that returns an object's bytes. */
  outfile?: string;
  /** True if the command only prints the input's skeleton. */
  skeleton: boolean;
}

/** The words after an operation's name → its validated input. Throws UsageError. */
export function parseParameters(
  operation: Operation,
  words: readonly string[],
  context: ParseContext,
): OperationParameters {
  const options = optionsOf(operation);
  const input: Record<string, unknown> = {};
  const opaque = new Set<string>();
  const positional: string[] = [];
  let fromJson: Record<string, unknown> | undefined;
  let skeleton = false;

  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const parts = parseOption(word);
    if (parts === undefined) {
      if (looksLikeOption(word)) throw new UsageError(`Unknown options: ${word}`);
      positional.push(word);
      continue;
    }
    const values = parts.inline === undefined ? wordsBeforeNextOption(words, index + 1) : [parts.inline];
    let consumed = 1;
    if (parts.name === 'generate-cli-skeleton') {
      skeleton = true;
      consumed = values.length;
      if (consumed > 1 || (consumed === 1 && values[0] !== 'input'))
        throw unknownToStandIn(`${word} ${values.join(' ')}`);
    } else if (parts.name === 'cli-input-json') {
      fromJson = readInputJson(exactlyOne(parts.name, values), context);
      // A file that does not exist yet may contain every required member.
      if (fromJson === undefined) for (const member of requiredOf(operation.input)) opaque.add(member);
    } else {
      const option = options.get(parts.name);
      if (option === undefined) throw unknownOption(operation, parts.name, [...options.keys()]);
      if (option.value !== undefined) {
        consumed = 0;
        input[option.member] = option.value;
      } else if (option.schema.isListSchema()) {
        consumed = values.length;
        assign(option, atLeastOne(parts.name, values), parts.name);
      } else assign(option, [exactlyOne(parts.name, values)], parts.name);
    }
    if (parts.inline === undefined) index += consumed;
  }

  function assign(option: Option, values: string[], name: string): void {
    const value = readValue(option, values, name, context);
    if (value === undefined) opaque.add(option.member);
    else input[option.member] = value;
  }

  if (skeleton) return { input: {}, skeleton };
  if (fromJson === undefined) requireOptions(operation, new Set([...Object.keys(input), ...opaque]));
  const outfile = takeOutfile(operation, positional);
  return {
    input: validatedInput(operation.input, { ...fromJson, ...input }, opaque),
    skeleton,
    ...defined({ outfile }),
  };
}

/** An option's value; undefined when it is unknown, as for a shell variable or a file that is not read. */
function readValue({ schema }: Option, words: string[], name: string, context: ParseContext): unknown {
  const [first = ''] = words;
  if (!context.expanded && words.some((word) => word.startsWith('$'))) return undefined;
  const path = fileUrl(first);
  // The bytes of an object are always given as a path, with or without `file://`.
  if (path === undefined && !schema.isStreaming()) return parseValue(schema, words, name);
  try {
    const bytes = context.read(path ?? first);
    if (bytes === undefined || schema.isBlobSchema()) return bytes;
    return parseValue(schema, [bytes.toString('utf8')], name);
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith('Error parsing')) throw error;
    throw new UsageError(`Error parsing parameter '--${name}': ${error.message}`);
  }
}

function readInputJson(word: string, context: ParseContext): Record<string, unknown> | undefined {
  const path = fileUrl(word);
  const text = path === undefined ? word : context.read(path)?.toString('utf8');
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // The error below is also for JSON that is not an object.
  }
  throw new UsageError(`Error parsing parameter 'cli-input': Invalid JSON received: ${text}`);
}

function requireOptions(operation: Operation, given: ReadonlySet<string>): void {
  const missing = requiredOf(operation.input)
    .filter((member) => !given.has(member))
    .map((member) => `--${optionName(operation.service, kebab(operation.name), member)}`);
  if (missing.length > 0) throw new UsageError(`the following arguments are required: ${missing.join(', ')}`);
}

function takeOutfile(operation: Operation, positional: readonly string[]): string | undefined {
  const expected = streamOf(operation.output) === undefined ? 0 : 1;
  if (positional.length > expected)
    throw new UsageError(`Unknown options: ${positional.slice(expected).join(', ')}`);
  if (positional.length < expected) throw new UsageError('the following arguments are required: outfile');
  return positional[0];
}

function unknownOption(operation: Operation, typed: string, known: string[]): UsageError {
  const suggestion = didYouMean(typed, known);
  return unknownToStandIn(
    `the option --${typed} of ${operation.service} ${kebab(operation.name)}`,
    suggestion === undefined ? undefined : `--${suggestion}`,
  );
}
