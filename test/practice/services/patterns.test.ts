import { expect, it } from 'vitest';
import { matchesGlob } from '../../../practice/services/codepipeline/engine/glob.ts';
import { matches, substituteVariables } from '../../../practice/services/iam/policy/match.ts';
import {
  expectAgreement,
  patternsToBacktrack,
  referenceGlob,
  referenceWildcards,
} from '../../kit/pattern-matching.ts';

it("policies' wildcards and triggers' globs agree with a plain reference", () => {
  expectAgreement(matches, referenceWildcards, 'ab/*?.');
  expectAgreement(matchesGlob, referenceGlob, 'ab/*?{},');
});

it('a pattern matches without regard to case where that is asked for', () => {
  expect([matches('S3:Get*', 's3:getobject', undefined, true), matches('S3:Get*', 's3:getobject')]).toEqual([
    true,
    false,
  ]);
});

it.each(patternsToBacktrack)('a pattern with many %s that does not match ends', (_what, pattern) => {
  const text = 'a'.repeat(2_000);
  expect([matches(pattern, text), matchesGlob(pattern, text)]).toEqual([false, false]);
});

// From each `${`, a search for its end would run to the end of the pattern.
it.each(['${', '${aws:username'])('a pattern with many %s and no closing brace ends', (opening) => {
  const pattern = opening.repeat(300_000);
  expect(matches(pattern, 'a', new Map())).toBe(false);
  expect(matches(`${pattern}*`, pattern, new Map())).toBe(true);
  expect(substituteVariables(pattern, new Map())).toBe(pattern);
});
