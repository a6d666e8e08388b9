import { AwsError } from '../errors.ts';

/** What AWS demands of one member of an input. `pattern` is AWS's own text, and must fit the whole value. */
export interface Constraint {
  min?: number;
  max?: number;
  pattern?: string;
  oneOf?: readonly string[];
}

export type Constraints = Record<string, Constraint>;

/**
 * Holds an input's members (named as in the SDK) to their constraints. Throws one ValidationError in AWS's
 * words, with every fault in it. That required members are there is the wire's affair.
 */
export function validate(input: object, constraints: Constraints): void {
  const members = input as Record<string, unknown>;
  const faults = Object.entries(constraints).flatMap(([name, constraint]) => {
    const value = members[name];
    const fault = faultOf(value, constraint);
    if (fault === undefined) return [];
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    return [`Value '${value}' at '${member}' failed to satisfy constraint: Member must ${fault}`];
  });
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: `;
  throw new AwsError('ValidationError', count + faults.join('; '));
}

function faultOf(value: unknown, { min, max, pattern, oneOf }: Constraint): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') {
    if (max !== undefined && value > max) return `have value less than or equal to ${max}`;
    if (min !== undefined && value < min) return `have value greater than or equal to ${min}`;
  }
  if (typeof value === 'string') {
    if (max !== undefined && value.length > max) return `have length less than or equal to ${max}`;
    if (min !== undefined && value.length < min) return `have length greater than or equal to ${min}`;
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'su').test(value)) {
      return `satisfy regular expression pattern: ${pattern}`;
    }
    if (oneOf !== undefined && !oneOf.includes(value)) return `satisfy enum value set: [${oneOf.join(', ')}]`;
  }
  return undefined;
}
