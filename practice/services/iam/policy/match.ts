import type { Context } from './context.ts';

/**
 * Whether `text` matches a pattern in which `*` matches any characters and `?` matches one. Policy variables in the
 * pattern (`${aws:username}`, or with a default `${aws:username, 'nobody'}`) are replaced by their values in `context`.
 * Wildcards in a value are literal. If a variable has no value, the pattern matches nothing.
 */
export function matches(pattern: string, text: string, context?: Context, ignoreCase = false): boolean {
  const source = regexSource(pattern, context);
  return source !== undefined && new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su').test(text);
}

/**
 * Replaces policy variables, for operators without wildcards such as StringEquals. Undefined when a variable has no
 * value.
 */
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
  // `${*}`, `${?}` and `${$}` are escapes for the characters themselves.
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
 * Whether an ARN matches a pattern part by part. A wildcard does not match the colons that separate partition,
 * service, region and account.
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

/** The six parts of an ARN. Colons inside `${…}` or after the fifth separator do not separate parts. */
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
