import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesWildcards } from '../../../checker/steps/wildcards.ts';
import { type Matching, referenceGlob, referenceWildcards } from '../../kit/reference-patterns.ts';

describe('matchesGlob', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'maintenance', false],
    ['*', 'main', true],
    ['*', 'feature/a', false],
    ['**', 'feature/a', true],
    ['release/*', 'release/1', true],
    ['ma?n', 'main', true],
    ['{main,develop}', 'main', true],
    ['{main,develop}', 'master', false],
    ['{feature/*,fix/{a,b}}', 'fix/b', true],
    ['{feature/*,main}', 'feature/x', true],
    ['{a,b', 'b', true],
    ['a.b', 'aXb', false],
    ['(a|b)', 'a', false],
  ])('%s on %s: %s', (glob, value, matches) => {
    expect(matchesGlob(glob, value)).toBe(matches);
  });
});

const agree = (own: Matching, reference: Matching, characters: string) =>
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

it('agrees with a plain reference', () => {
  agree(matchesWildcards, referenceWildcards, 'ab/*?.');
  agree(matchesGlob, referenceGlob, 'ab/*?{},');
});

/** With backtracking, each of these would take longer than anybody waits. */
it.each([
  ['wildcards', '*?'.repeat(400)],
  ['stars between letters', '*a'.repeat(400)],
  ['alternatives', '{a,a}'.repeat(400)],
  ['double stars', '**/'.repeat(400)],
])('ends for a pattern with many %s that does not match', (_what, pattern) => {
  const text = 'a'.repeat(2_000);
  expect(matchesWildcards(`${pattern}!`, text)).toBe(false);
  expect(matchesGlob(`${pattern}!`, text)).toBe(false);
});
