import fc from 'fast-check';
import { expect } from 'vitest';

export type Matching = (pattern: string, text: string) => boolean;

/** IAM's wildcards by their definition, with backtracking: for short texts only. */
export const referenceWildcards: Matching = (pattern, text) => {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*'))
    return referenceWildcards(rest, text) || (text !== '' && referenceWildcards(pattern, text.slice(1)));
  const isSame = pattern.startsWith('?') || pattern.charAt(0) === text.charAt(0);
  return text !== '' && isSame && referenceWildcards(rest, text.slice(1));
};

/** The alternatives behind an opening brace, and what follows them. The end of the pattern closes all braces. */
function alternativesOf(tokens: readonly string[]): { options: string[][]; rest: readonly string[] } {
  const options: string[][] = [[]];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (depth === 0 && token === '}') return { options, rest: tokens.slice(at + 1) };
    if (depth === 0 && token === ',') {
      options.push([]);
      continue;
    }
    if (token === '{') depth++;
    if (token === '}') depth--;
    options.at(-1)?.push(token);
  }
  return { options, rest: [] };
}

function matchesTokens(tokens: readonly string[], text: string): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return text === '';
  if (token === '{') {
    const { options, rest: following } = alternativesOf(rest);
    return options.some((option) => matchesTokens([...option, ...following], text));
  }
  const inSegment = text !== '' && !text.startsWith('/');
  const canTake = { '**': text !== '', '*': inSegment }[token];
  if (canTake !== undefined)
    return matchesTokens(rest, text) || (canTake && matchesTokens(tokens, text.slice(1)));
  const fits = token === '?' ? inSegment : text !== '' && token === text.charAt(0);
  return fits && matchesTokens(rest, text.slice(1));
}

/** Trigger globs by their definition, with backtracking: for short texts only. */
export const referenceGlob: Matching = (pattern, text) =>
  matchesTokens(pattern.match(/\*\*|[\s\S]/g) ?? [], text);

/** Expects the same answer as the reference for random patterns of these characters. */
export const expectAgreement = (own: Matching, reference: Matching, characters: string): void =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 9 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '/', '\n'), maxLength: 7 }),
      (pattern, text) => {
        expect([pattern, text, own(pattern, text)]).toEqual([pattern, text, reference(pattern, text)]);
      },
    ),
    { numRuns: 2_000 },
  );

/** Patterns that do not match 2,000 times `a`. With backtracking, each would take longer than anybody waits. */
export const patternsToBacktrack: [what: string, pattern: string][] = [
  ['wildcards', `${'*?'.repeat(400)}!`],
  ['stars between letters', `${'*a'.repeat(400)}!`],
  ['alternatives', `${'{a,a}'.repeat(400)}!`],
  ['double stars', `${'**/'.repeat(400)}!`],
];
