import { isIPv4, isIPv6 } from 'node:net';
import { ownMember } from '../../../core/own-member.ts';
import type { Context } from './context.ts';
import type { Condition } from './document.ts';
import { matches, matchesArn, substituteVariables } from './match.ts';

/** Whether a request's value passes a test against one value of the policy. */
type ConditionTest = (actual: string, wanted: string, context: Context | undefined) => boolean;

const tests: Record<string, ConditionTest> = {
  stringequals: (actual, wanted, context) => actual === substituteVariables(wanted, context),
  stringequalsignorecase: (actual, wanted, context) =>
    actual.toLowerCase() === substituteVariables(wanted, context)?.toLowerCase(),
  stringlike: (actual, wanted, context) => matches(wanted, actual, context),
  arnequals: (actual, wanted, context) => matchesArn(wanted, actual, context),
  arnlike: (actual, wanted, context) => matchesArn(wanted, actual, context),
  bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  binaryequals: (actual, wanted) => actual === wanted,
  numericequals: (actual, wanted) => Number(actual) === Number(wanted),
  numericlessthan: (actual, wanted) => Number(actual) < Number(wanted),
  numericlessthanequals: (actual, wanted) => Number(actual) <= Number(wanted),
  numericgreaterthan: (actual, wanted) => Number(actual) > Number(wanted),
  numericgreaterthanequals: (actual, wanted) => Number(actual) >= Number(wanted),
  dateequals: (actual, wanted) => parseTime(actual) === parseTime(wanted),
  datelessthan: (actual, wanted) => parseTime(actual) < parseTime(wanted),
  datelessthanequals: (actual, wanted) => parseTime(actual) <= parseTime(wanted),
  dategreaterthan: (actual, wanted) => parseTime(actual) > parseTime(wanted),
  dategreaterthanequals: (actual, wanted) => parseTime(actual) >= parseTime(wanted),
  ipaddress: (actual, wanted) => inRange(actual, wanted),
};

/** The negated operators. They are true when none of the policy's values matches, and when the key is absent. */
const negated: Record<string, string> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
  notipaddress: 'ipaddress',
};

/** Whether this is an operator of IAM, with or without `ForAnyValue:`, `ForAllValues:` and `IfExists`. */
export function isOperator(operator: string): boolean {
  const { base } = parseOperator(operator);
  return base === 'null' || Object.hasOwn(tests, base) || Object.hasOwn(negated, base);
}

/** Whether a request passes one condition of a statement. With `variables`, `${…}` in its values is replaced. */
export function isConditionMet(condition: Condition, context: Context, variables: boolean): boolean {
  const { base, set, ifExists } = parseOperator(condition.operator);
  const actual = context.get(condition.key.toLowerCase());
  if (base === 'null') return condition.values.some((value) => (value === 'true') === (actual === undefined));
  const not = ownMember(negated, base);
  const test = ownMember(tests, not ?? base);
  if (test === undefined) return false;
  const variableContext = variables ? context : undefined;
  const passes = (value: string) => {
    const isMatch = condition.values.some((wanted) => test(value, wanted, variableContext));
    return not === undefined ? isMatch : !isMatch;
  };
  if (set === 'forallvalues') return (actual ?? []).every(passes);
  if (actual === undefined) return ifExists || (not !== undefined && set === undefined);
  return not !== undefined && set === undefined ? actual.every(passes) : actual.some(passes);
}

function parseOperator(operator: string): {
  base: string;
  set?: 'foranyvalue' | 'forallvalues';
  ifExists: boolean;
} {
  const lower = operator.toLowerCase();
  const [, set, name = lower] = /^(forallvalues|foranyvalue):(.*)$/.exec(lower) ?? [];
  const ifExists = name.endsWith('ifexists');
  const base = ifExists ? name.slice(0, -'ifexists'.length) : name;
  return set === 'foranyvalue' || set === 'forallvalues' ? { base, set, ifExists } : { base, ifExists };
}

/** Parses an ISO 8601 date or epoch seconds; returns milliseconds since the epoch. */
function parseTime(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inRange(address: string, range: string): boolean {
  const [base = '', length] = range.split('/');
  const wanted = addressBits(base);
  const actual = addressBits(address);
  if (wanted === undefined || actual === undefined || wanted.length !== actual.length) return false;
  const count = length === undefined ? wanted.length : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  // `slice` reads NaN as 0, so that a range with a wrong length would contain every address.
  if (!(count <= wanted.length)) return false;
  return wanted.slice(0, count) === actual.slice(0, count);
}

function addressBits(address: string): string | undefined {
  if (isIPv4(address)) {
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  }
  if (!isIPv6(address)) return undefined;
  const [head = '', tail] = address.split('::');
  const words = (text: string | undefined) => (text ? text.split(':') : []);
  const front = words(head);
  const back = words(tail);
  const gap = tail === undefined ? [] : Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...gap, ...back]
    .map((word) => Number.parseInt(word, 16).toString(2).padStart(16, '0'))
    .join('');
}
