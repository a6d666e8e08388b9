import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesWildcards } from '../../../checker/steps/wildcards.ts';
import {
  expectAgreement,
  patternsToBacktrack,
  referenceGlob,
  referenceWildcards,
} from '../../kit/pattern-matching.ts';

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

it('agrees with a plain reference', () => {
  expectAgreement(matchesWildcards, referenceWildcards, 'ab/*?.');
  expectAgreement(matchesGlob, referenceGlob, 'ab/*?{},');
});

it.each(patternsToBacktrack)('ends for a pattern with many %s that does not match', (_what, pattern) => {
  const text = 'a'.repeat(2_000);
  expect([matchesWildcards(pattern, text), matchesGlob(pattern, text)]).toEqual([false, false]);
});
