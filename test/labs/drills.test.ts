import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCauses } from '../../labs/reader/causes.ts';
import { readDrills } from '../../labs/reader/drills.ts';
import { PageError } from '../../labs/reader/problem.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { findMisconfiguration } from '../../practice/misconfigurations/index.ts';
import { readDrillPages } from '../../scenarios/course.ts';

const steps = readStepPages('labs/steps');
const causes = readCauses('labs/causes', steps);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The problems of a copy of one drill with something changed in it. */
function problemsOf(change: (text: string) => string, name = 'wrong-branch.md'): string {
  const source = readFileSync('labs/drills/wrong-branch.md', 'utf8');
  const changed = change(source);
  expect(changed === source && name === 'wrong-branch.md', 'nothing was changed').toBe(false);
  const folder = mkdtempSync(join(tmpdir(), 'drills-'));
  folders.push(folder);
  writeFileSync(join(folder, name), changed.replaceAll('](../causes/', `](${process.cwd()}/labs/causes/`));
  try {
    readDrills(folder, causes, steps);
  } catch (error) {
    if (error instanceof PageError) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'accepted';
}

describe('the drills', () => {
  it('each have a fault that can be brought about, of the step that they name', () => {
    for (const { id, fault, step } of readDrillPages())
      expect([id, findMisconfiguration(fault)?.step]).toEqual([id, Number(step.slice('step-'.length))]);
  });

  it.each([
    [
      'a fault that nobody knows',
      'fault: wrong-branch',
      'fault: wrong-brunch',
      "there is no cause 'wrong-brunch'",
    ],
    ['another step than the fault’s', 'step: step-5', 'step: step-6', 'wrong-branch is met in step-5'],
    ['no minutes', 'minutes: 15', 'minutes: soon', `'minutes' is "soon"`],
    ['a hint too few', '<summary>Hint 3</summary>', 'Hint 3', "2 folded away under 'Hints'"],
    [
      'a solution in the open',
      '<summary>How to find it, and how to mend it</summary>',
      '',
      "0 folded away under 'Solution'",
    ],
    ['another start', 'npx lab drill wrong-branch', 'npx lab drill', 'it does not say how to start'],
    ['no story', /## Story\n[\s\S]*?(?=## Start)/, '## Story\n\n', "nothing is said under 'Story'"],
    ['no take-away', /## What to take away[\s\S]*/, '', "section 7 is not 'What to take away'"],
    ['another step’s check', 'npm run check step-5', 'npm run check step-4', 'not the page’s check'],
    ['a link that leads nowhere', 'causes/wrong-branch.md', 'causes/wrong-brunch.md', 'nothing stands at'],
  ])('are refused with %s', (_name, from, to, message) => {
    expect(problemsOf((text) => text.replace(from, to))).toContain(message);
  });

  it('are refused under another file’s name, with file and line', () => {
    expect(problemsOf((text) => text, 'branch.md')).toContain(
      'branch.md:1: the file is called branch.md. Expected wrong-branch.md. Rename it.',
    );
  });
});
