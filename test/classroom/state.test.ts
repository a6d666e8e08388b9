import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type ClassState, newState } from '../../classroom/state.ts';
import { readState, stateFile, writeState } from '../../classroom/state-file.ts';

const file = () => stateFile(mkdtempSync(join(tmpdir(), 'class-state-')), 'spring', 'practice');

const state: ClassState = {
  ...newState('spring'),
  rounds: 3,
  looked: 1_000,
  seats: {
    anna: {
      standing: 'stuck',
      since: 5,
      at: { face: 'step-3 bucket.exists fail', step: 'step-3', title: 'The bucket', since: 4 },
      seen: { at: 900, steps: { 'step-1': 'pass', 'step-3': 'fail' } },
      hand: { text: 'help', at: 6 },
    },
    // An id like any other.
    constructor: { standing: 'done' as const, since: 1, done: 1 },
  },
};

it('the state is read as it was written, and no other file is left', () => {
  const path = file();
  writeState(path, state);
  writeState(path, { ...state, rounds: 4 });
  expect(readState(path, 'spring')).toEqual({ state: { ...state, rounds: 4 }, damaged: false });
  expect(readdirSync(join(path, '..'))).toHaveLength(1);
});

it('the state is not written through a link that another user made', () => {
  const path = file();
  const [folder, other] = [dirname(path), join(dirname(path), 'other')];
  mkdirSync(folder, { recursive: true });
  writeFileSync(other, 'its text');
  symlinkSync(other, `${path}.${process.pid}.next`);
  writeState(path, state);
  expect(readFileSync(other, 'utf8')).toBe('its text');
  expect(readState(path, 'spring')).toEqual({ state, damaged: false });
});

it("a truncated or edited state is reported and replaced, and another class's state never is", () => {
  const path = file();
  expect(readState(path, 'spring')).toEqual({ state: newState('spring'), damaged: false });
  writeState(path, state);
  const whole = readFileSync(path, 'utf8');
  // The last character is a line break: without it the document is complete.
  for (let end = 0; end < whole.length - 1; end += 7) {
    writeFileSync(path, whole.slice(0, end));
    expect(readState(path, 'spring')).toEqual({ state: newState('spring'), damaged: true });
  }
  for (const wrong of [
    whole.replace('"stuck"', '"asleep"'),
    whole.replace('"since":5', '"since":"5"'),
    whole.replace('"fail"}', '"maybe"}'),
    whole.replace('"class":"spring"', '"class":"autumn"'),
    '[]',
  ]) {
    expect(wrong).not.toBe(whole);
    writeFileSync(path, wrong);
    expect(readState(path, 'spring').damaged).toBe(true);
  }
});
