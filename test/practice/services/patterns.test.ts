import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesGlob } from '../../../practice/services/codepipeline/engine/glob.ts';
import { matches } from '../../../practice/services/iam/policy/match.ts';
import { type Matching, referenceGlob, referenceWildcards } from '../../kit/reference-patterns.ts';

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

it("policies' wildcards and triggers' globs agree with a plain reference", () => {
  agree(matches, referenceWildcards, 'ab/*?.');
  agree(matchesGlob, referenceGlob, 'ab/*?{},');
});

it('a pattern matches without regard to case where that is asked for', () => {
  expect([matches('S3:Get*', 's3:getobject', undefined, true), matches('S3:Get*', 's3:getobject')]).toEqual([
    true,
    false,
  ]);
});

/** With backtracking, each of these would take longer than anybody waits. */
it.each([
  ['wildcards', '*?'.repeat(400)],
  ['stars between letters', '*a'.repeat(400)],
  ['alternatives', '{a,a}'.repeat(400)],
  ['double stars', '**/'.repeat(400)],
])('a pattern with many %s that does not match ends', (_what, pattern) => {
  const text = 'a'.repeat(2_000);
  expect(matches(`${pattern}!`, text)).toBe(false);
  expect(matchesGlob(`${pattern}!`, text)).toBe(false);
});
