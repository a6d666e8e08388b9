import type { Context } from './context.ts';

/**
 * Whether `text` fits a pattern in which `*` stands for any characters and `?` for one. Policy variables in
 * the pattern (`${aws:username}`, with a default: `${aws:username, 'nobody'}`) are filled in from `context`;
 * what they stand for is taken as it is, stars included. A variable that the request has no value for makes
 * the pattern fit nothing.
 */
export function matches(pattern: string, text: string, context?: Context, ignoreCase = false): boolean {
  const source = regexSource(pattern, context);
  return source !== undefined && new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su').test(text);
}

/** Fills in policy variables without any wildcard: for operators such as StringEquals. */
export function substituteVariables(pattern: string, context?: Context): string | undefined {
  let known = true;
  const text = pattern.replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (context === undefined) return whole;
    const value = variableValue(inner, context);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? text : undefined;
}

function regexSource(pattern: string, context: Context | undefined): string | undefined {
  let source = '';
  for (const part of pattern.split(/(\$\{[^}]*\}|\*+|\?)/)) {
    if (part.startsWith('*')) source += '.*';
    else if (part === '?') source += '.';
    else if (part.startsWith('${') && context !== undefined) {
      const value = variableValue(part.slice(2, -1), context);
      if (value === undefined) return undefined;
      source += escaped(value);
    } else source += escaped(part);
  }
  return source;
}

function variableValue(inner: string, context: Context): string | undefined {
  // `${*}`, `${?}` and `${$}` stand for the characters themselves.
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const [name = '', fallback] = inner.split(/,(.*)/s);
  const values = context.get(name.trim().toLowerCase());
  if (values?.length === 1) return values[0];
  return fallback === undefined ? undefined : /^\s*'(.*)'\s*$/s.exec(fallback)?.[1];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * Whether an ARN fits a pattern part by part: a wildcard does not reach across the colons that separate
 * partition, service, region and account.
 */
export function matchesArn(pattern: string, arn: string, context?: Context): boolean {
  if (pattern === '*') return true;
  const patterns = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    patterns.length === 6 &&
    parts.length === 6 &&
    patterns.every((part, index) => matches(part, parts[index] ?? '', context))
  );
}

/** The six parts of an ARN; colons inside a `${…}` or behind the fifth do not separate. */
function arnParts(arn: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of arn) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ':' && depth <= 0 && parts.length < 6) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
