import type { Context } from './context.ts';

/**
 * Whether `text` matches a pattern in which `*` matches any characters and `?` matches one. Policy variables in the
 * pattern (`${aws:username}`, or with a default `${aws:username, 'nobody'}`) are replaced by their values in `context`.
 * Wildcards in a value are literal. If a variable has no value, the pattern matches nothing.
 */
export function matches(pattern: string, text: string, context?: Context, ignoreCase = false): boolean {
  const tokens = tokensOf(ignoreCase ? pattern.toLowerCase() : pattern, context, ignoreCase);
  return tokens !== undefined && matchTokens(tokens, [...(ignoreCase ? text.toLowerCase() : text)]);
}

const anyCharacters = Symbol('*');
const oneCharacter = Symbol('?');
type Token = string | typeof anyCharacters | typeof oneCharacter;

/**
 * Matches from left to right. Where a character does not fit, the last `*` takes one more: an earlier `*` never needs
 * to. So a pattern takes at most as many steps as its length times the text's.
 */
function matchTokens(tokens: readonly Token[], characters: readonly string[]): boolean {
  let token = 0;
  let character = 0;
  let lastStar = -1;
  let taken = 0;
  while (character < characters.length) {
    const wanted = tokens[token];
    if (wanted === anyCharacters) {
      lastStar = token++;
      taken = character;
    } else if (wanted === oneCharacter || (wanted !== undefined && wanted === characters[character])) {
      token++;
      character++;
    } else if (lastStar === -1) return false;
    else {
      token = lastStar + 1;
      character = ++taken;
    }
  }
  return tokens.slice(token).every((one) => one === anyCharacters);
}

/**
 * Replaces policy variables, for operators without wildcards such as StringEquals. Undefined when a variable has no
 * value.
 */
export function substituteVariables(pattern: string, context?: Context): string | undefined {
  let known = true;
  // As in `tokensOf`: behind the last brace is no variable.
  const end = pattern.lastIndexOf('}') + 1;
  const text = pattern.slice(0, end).replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (context === undefined) return whole;
    const value = variableValue(inner, context);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? text + pattern.slice(end) : undefined;
}

/**
 * The pattern's characters and wildcards. Undefined when a variable has no value. Behind the last brace is no variable.
 * It is split separately, since the search for a variable would run to the end from every `${`.
 */
function tokensOf(pattern: string, context: Context | undefined, ignoreCase: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  const end = pattern.lastIndexOf('}') + 1;
  const parts = pattern.slice(0, end).split(/(\$\{[^}]*\}|\*+|\?)/);
  for (const part of [...parts, ...pattern.slice(end).split(/(\*+|\?)/)]) {
    if (part.startsWith('*')) tokens.push(anyCharacters);
    else if (part === '?') tokens.push(oneCharacter);
    else if (part.startsWith('${') && part.endsWith('}') && context !== undefined) {
      const value = variableValue(part.slice(2, -1), context);
      if (value === undefined) return undefined;
      for (const character of ignoreCase ? value.toLowerCase() : value) tokens.push(character);
    } else for (const character of part) tokens.push(character);
  }
  return tokens;
}

function variableValue(inner: string, context: Context): string | undefined {
  // `${*}`, `${?}` and `${$}` are escapes for the characters themselves.
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const [name = '', fallback] = inner.split(/,(.*)/s);
  const values = context.get(name.trim().toLowerCase());
  if (values?.length === 1) return values[0];
  return fallback === undefined ? undefined : /^\s*'(.*)'\s*$/s.exec(fallback)?.[1];
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
