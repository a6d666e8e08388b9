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

/** The problems of a copy of one drill with this change. */
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
  it('each have a fault of the step that they name', () => {
    for (const { id, fault, step } of readDrillPages())
      expect([id, findMisconfiguration(fault)?.step]).toEqual([id, Number(step.slice('step-'.length))]);
  });

  it.each([
    ['an unknown fault', 'fault: wrong-branch', 'fault: wrong-brunch', "there is no cause 'wrong-brunch'"],
    ['another step than the fault’s', 'step: step-5', 'step: step-6', 'wrong-branch is met in step-5'],
    ['no minutes', 'minutes: 15', 'minutes: soon', `'minutes' is "soon"`],
    ['too few hints', '<summary>Hint 3</summary>', 'Hint 3', "2 folded away under 'Hints'"],
    [
      'a solution that is not collapsed',
      '<summary>How to find it, and how to mend it</summary>',
      '',
      "0 folded away under 'Solution'",
    ],
    ['another start', 'npx lab drill wrong-branch', 'npx lab drill', 'it does not say how to start'],
    ['no story', /## Story\n[\s\S]*?(?=## Start)/, '## Story\n\n', "nothing is said under 'Story'"],
    ['no take-away', /## What to take away[\s\S]*/, '', "section 7 is not 'What to take away'"],
    ['the check of another step', 'npm run check step-5', 'npm run check step-4', 'not the page’s check'],
    ['a broken link', 'causes/wrong-branch.md', 'causes/wrong-brunch.md', 'nothing stands at'],
  ])('are rejected with %s', (_name, from, to, message) => {
    expect(problemsOf((text) => text.replace(from, to))).toContain(message);
  });

  it("are rejected under another file's name, with file and line", () => {
    expect(problemsOf((text) => text, 'branch.md')).toContain(
      'branch.md:1: the file is called branch.md. Expected wrong-branch.md. Rename it.',
    );
  });
});
