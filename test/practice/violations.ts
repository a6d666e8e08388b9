import type { NormalizedSchema } from '@smithy/core/schema';
import type {
  ConstraintTable,
  ShapeConstraint,
} from '../../practice/protocols/constraints/constraint-table.ts';
import { requiredMembers } from '../../practice/protocols/schemas.ts';

/** An input that breaks one rule, and AWS's message about it. */
export interface Violation {
  /** `CreateRoleRequest.RoleName`: the table entry (or the required member) that the input breaks. */
  entry: string;
  rule: 'required' | 'max' | 'min' | 'pattern' | 'enum' | 'each' | 'key' | 'value';
  /** The member's path as AWS writes it. */
  at: string;
  /** The message from `Member` (or `Map`) on. */
  words: string;
  input: Record<string, unknown>;
}

// Texts of which one matches any pattern of the tables. Each is tried in turn.
const texts = [
  'abc',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  '/abc/',
  '/',
  '12345678-1234-1234-1234-123456789012',
  'arn:aws:iam::000000000000:role/some-role',
  'arn:aws:codepipeline:us-east-1:000000000000:some-pipeline',
  'arn:aws:codeconnections:us-east-1:000000000000:connection/some',
  'arn:aws:codeconnections:us-east-1:000000000000:host/some',
  'v1',
  '123456',
];

const fits = (constraint: ShapeConstraint, text: string) =>
  text.length >= (constraint.min ?? 0) &&
  text.length <= (constraint.max ?? Number.POSITIVE_INFINITY) &&
  (constraint.pattern === undefined || new RegExp(`^(?:${constraint.pattern})$`, 'u').test(text));

function validText(constraint: ShapeConstraint | undefined): string {
  if (constraint === undefined) return 'abc';
  if (constraint.enum !== undefined) return constraint.enum[0] ?? '';
  const found = texts.find((text) => fits(constraint, text));
  if (found === undefined) throw new Error(`no sample fits ${JSON.stringify(constraint)}`);
  return found;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Creates valid inputs, and from them every input that breaks one rule of the table. */
export class Violations {
  private readonly table: ConstraintTable;

  constructor(table: ConstraintTable) {
    this.table = table;
  }

  private constraintOf(structure: NormalizedSchema, member: string): ShapeConstraint | undefined {
    return this.table.shapes[this.table.members[structure.getName() ?? '']?.[member] ?? ''];
  }

  /**
   * A value that breaks no rule. A structure has its required members, or its first one, because a form cannot express
   * an empty structure.
   */
  valid(schema: NormalizedSchema, constraint?: ShapeConstraint): unknown {
    if (schema.isStructSchema()) {
      const members = schema.getMemberSchemas();
      const required = requiredMembers(schema);
      const names = required.length > 0 ? required : Object.keys(members).slice(0, 1);
      const entries = names.map((name) => {
        const member = members[name];
        return [name, member && this.valid(member, this.constraintOf(schema, name))];
      });
      return Object.fromEntries(entries);
    }
    if (schema.isListSchema())
      return [this.valid(schema.getValueSchema(), this.table.shapes[constraint?.each ?? ''])];
    if (schema.isMapSchema())
      return {
        [validText(this.table.shapes[constraint?.key ?? ''])]: this.valid(
          schema.getValueSchema(),
          this.table.shapes[constraint?.value ?? ''],
        ),
      };
    if (schema.isBooleanSchema()) return true;
    if (schema.isNumericSchema()) return Math.max(1, constraint?.min ?? 1);
    if (schema.isTimestampSchema()) return new Date(0);
    return validText(constraint);
  }

  /** Every violation that an input of this schema can contain. `depth` bounds nested structures. */
  *of(schema: NormalizedSchema, at = '', depth = 0): Generator<Violation> {
    if (depth > 16) return;
    if (schema.isListSchema()) {
      for (const inner of this.of(schema.getValueSchema(), `${at}.1.member`, depth + 1))
        yield { ...inner, input: [inner.input] as unknown as Violation['input'] };
    } else if (schema.isMapSchema()) {
      // A region is the only key of a map of structures, and has at least four characters.
      for (const inner of this.of(schema.getValueSchema(), `${at}.us-east-1.member`, depth + 1))
        yield { ...inner, input: { 'us-east-1': inner.input } };
    } else if (schema.isStructSchema()) yield* this.ofMembers(schema, at, depth);
  }

  private *ofMembers(schema: NormalizedSchema, at: string, depth: number): Generator<Violation> {
    const base = this.valid(schema) as Record<string, unknown>;
    const required = new Set(requiredMembers(schema));
    for (const [name, member] of schema.structIterator()) {
      const path = at === '' ? lowerFirst(name) : `${at}.${lowerFirst(name)}`;
      const entry = `${schema.getName()}.${name}`;
      if (required.has(name)) {
        const { [name]: _, ...input } = base;
        yield { entry, rule: 'required', at: path, words: 'Member must not be null', input };
      }
      const constraint = this.constraintOf(schema, name);
      if (constraint !== undefined)
        for (const { rule, words, value } of this.violationsOf(member, constraint))
          yield { entry, rule, at: path, words, input: { ...base, [name]: value } };
      for (const inner of this.of(member, path, depth + 1))
        yield { ...inner, input: { ...base, [name]: inner.input } };
    }
  }

  private *violationsOf(
    schema: NormalizedSchema,
    constraint: ShapeConstraint,
  ): Generator<Pick<Violation, 'rule' | 'words'> & { value: unknown }> {
    const measure = schema.isNumericSchema() ? 'value' : 'length';
    const { min = 0, max } = constraint;
    const sized = (size: number): unknown => {
      if (schema.isNumericSchema()) return size;
      if (schema.isListSchema())
        return Array.from({ length: size }, () => (this.valid(schema, constraint) as unknown[])[0]);
      if (schema.isMapSchema())
        return Object.fromEntries(Array.from({ length: size }, (_, n) => [`key${n}`, 'abc']));
      const text = validText(constraint);
      return size < text.length ? text.slice(0, size) : text.padEnd(size, text.at(-1));
    };
    if (max !== undefined)
      yield {
        rule: 'max',
        words: `Member must have ${measure} less than or equal to ${max}`,
        value: sized(max + 1),
      };
    if (min > 0 || (min === 0 && constraint.min !== undefined && schema.isNumericSchema()))
      yield {
        rule: 'min',
        words: `Member must have ${measure} greater than or equal to ${min}`,
        value: sized(min - 1),
      };
    // Some patterns match any text.
    const odd = ['no good: ö\u0000\n', 'a\nb', '\u2028'].find(
      (text) => !fits({ pattern: constraint.pattern ?? '' }, text),
    );
    if (constraint.pattern !== undefined && odd !== undefined)
      yield {
        rule: 'pattern',
        words: `Member must satisfy regular expression pattern: ${constraint.pattern}`,
        value: odd,
      };
    if (constraint.enum !== undefined)
      yield {
        rule: 'enum',
        words: `Member must satisfy enum value set: [${constraint.enum.join(', ')}]`,
        value: 'Nonsense',
      };
    yield* this.brokenInside(schema, constraint);
  }

  private *brokenInside(
    schema: NormalizedSchema,
    constraint: ShapeConstraint,
  ): Generator<Pick<Violation, 'rule' | 'words'> & { value: unknown }> {
    const bad = (name: string) => {
      const shape = this.table.shapes[name] as ShapeConstraint;
      return shape.enum !== undefined ? 'Nonsense' : 'x'.repeat((shape.max ?? 0) + 1);
    };
    if (constraint.each !== undefined)
      yield { rule: 'each', words: 'Member must satisfy constraint: [', value: [bad(constraint.each)] };
    if (constraint.key !== undefined)
      yield {
        rule: 'key',
        words: 'Map keys must satisfy constraint: [',
        value: { [bad(constraint.key)]: this.valid(schema.getValueSchema()) },
      };
    if (constraint.value !== undefined)
      yield {
        rule: 'value',
        words: 'Map value must satisfy constraint: [',
        value: { abc: bad(constraint.value) },
      };
  }
}
