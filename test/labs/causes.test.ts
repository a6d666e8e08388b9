import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { causeIds } from '../../checker/steps/causes.ts';
import { steps } from '../../checker/steps/index.ts';
import { type Cause, readCauses } from '../../labs/reader/causes.ts';
import { PageError } from '../../labs/reader/problem.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { misconfigurations } from '../../practice/misconfigurations/index.ts';

const pages = readStepPages('labs/steps');
const causes = readCauses('labs/causes', pages);
const ids = causes.map(({ id }) => id);

describe('the causes', () => {
  test('are those that the checker names and those that a fault injects', () => {
    expect(ids).toEqual([...causeIds].sort());
    expect(ids).toEqual(misconfigurations.map(({ id }) => id).sort());
  });

  test('name a check of their step, and every step has some', () => {
    for (const { id, step, check } of causes) {
      const checks = steps.find((one) => one.id === step)?.checks.map((one) => one.id);
      expect({ id, checks }).toEqual({ id, checks: expect.arrayContaining([check]) });
    }
    expect(new Set(causes.map(({ step }) => step))).toEqual(new Set(steps.map(({ id }) => id)));
    const stepOf = new Map(misconfigurations.map(({ id, step }) => [id, `step-${step}`]));
    for (const { id, step } of causes) expect({ id, step: stepOf.get(id) }).toEqual({ id, step });
  });

  test('are linked from the page of their step', () => {
    for (const { id, step } of causes) {
      const links = pages.find((page) => page.id === step)?.links.map(({ href }) => href);
      expect(links).toContain(`../causes/${id}.md`);
    }
  });

  test('have different symptoms', () => {
    expect(new Set(causes.map(({ title }) => title)).size).toBe(causes.length);
  });

  test('leave to the learner only what no terminal of the lab can do', () => {
    const unrun = causes.filter(({ blocks }) => blocks.some(({ use }) => use === 'norun'));
    expect(unrun.map(({ id }) => id)).toEqual([
      'account-other',
      'clock-off',
      'credentials-expired',
      'credentials-none',
      'credentials-unknown-key',
      'credentials-wrong-secret',
      'root-user',
      'session-ending',
    ]);
  });

  test('use only variables that step 1 wrote, that the page sets, or that a terminal has', () => {
    const written = readFileSync('labs/steps/step-1-credentials.md', 'utf8').matchAll(/^export (\w+)=/gm);
    const given = new Set([...written].map(([, name]) => name));
    expect(causes.flatMap((cause) => unset(cause, given))).toEqual([]);
  });

  test.each(['bash', 'zsh'])('contain commands that %s can parse', (shell) => {
    const text = causes.flatMap(({ blocks }) => blocks.map((block) => block.text)).join('\n');
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: `${text}\n`, encoding: 'utf8' });
    if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** The variables of a page that nothing sets before they are used, except for those that may be empty. */
function unset({ id, blocks }: Cause, given: ReadonlySet<string | undefined>): string[] {
  const set = new Set(given);
  // Step 7 stores the learner's URL here.
  set.add('PAGE_URL');
  const missing: string[] = [];
  for (const { text } of blocks) {
    for (const [, name] of text.matchAll(/(?:^|\s)(?:for )?([A-Z_]+)(?:=| in )/gm)) set.add(name);
    for (const [, name] of text.matchAll(/\$\{?([A-Z_]+)(?!\w|:-)/g))
      if (!set.has(name)) missing.push(`${id}: ${name}`);
  }
  return missing;
}

const folder = mkdtempSync(join(tmpdir(), 'lab-causes-reader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const validSource = readFileSync('labs/causes/versioning-suspended.md', 'utf8');
let count = 0;

/** The problems of a folder with this one page, each as `line: message`. */
function problems(source: string, name = 'versioning-suspended.md'): string[] {
  const copy = join(folder, `copy-${++count}`);
  mkdirSync(copy);
  writeFileSync(join(copy, name), source);
  try {
    readCauses(copy, pages);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    for (const { file } of error.problems) expect(file).toBe(join(copy, name));
    return error.problems.map(({ line, message }) => `${line}: ${message}`);
  }
  return [];
}

/** The line of the page that contains a text. */
const lineOf = (text: string) => validSource.slice(0, validSource.indexOf(text)).split('\n').length;

describe('the page of a cause', () => {
  test('is read', () => {
    expect(problems(validSource)).toEqual([]);
    const cause = causes.find(({ id }) => id === 'versioning-suspended');
    expect(cause).toMatchObject({ step: 'step-3', check: 'bucket.versioned' });
    expect(cause?.blocks.map(({ use, section }) => `${use} ${section}`)).toEqual([
      'run How to tell',
      'run Repair',
      'check Repair',
    ]);
  });

  test('may pass a URL to the check', () => {
    const asked = validSource.replace('npm run check step-3', 'npm run check step-3 -- --url "$PAGE_URL"');
    expect(problems(asked)).toEqual([]);
  });

  test.each<[string, string | RegExp, string, string, string?]>([
    ['another file name', '', '', '1: the file is called other.md', 'other.md'],
    ['no front matter', '---\nid', 'id', '1: no front matter'],
    ['no id', 'id: versioning-suspended\n', '', "1: no key 'id' in the front matter"],
    ['an invalid id', 'id: versioning', 'id: Versioning', `2: 'id' is "Versioning-suspended"`],
    ['an unknown step', 'step: step-3', 'step: step-12', `3: 'step' is "step-12"`],
    ['an unknown check', 'bucket.versioned', 'versioned', `4: 'check' is "versioned"`],
    ['an empty title', 'title: Versioning was suspended', 'title: ""', `5: 'title' is ""`],
    ['a key that is unknown', 'check:', 'cause:', "4: unknown key 'cause'"],
    ['another title', '# Versioning was', '# Version was', '7: the page does not begin with its title'],
    ['a missing section', '## Symptom\n', '', `${lineOf('## How') - 1}: section 1 is not 'Symptom'`],
    [
      'another order',
      '## Why it happens',
      '## Symptom',
      `${lineOf('## Why')}: section 4 is not 'Why it happens'`,
    ],
    [
      'an extra section',
      '## Why it happens',
      '## Why it happens\n\nSo.\n\n## More',
      `${lineOf('## Why') + 4}: an extra section 'More'`,
    ],
    [
      'an empty section',
      validSource.slice(validSource.indexOf('## Why')),
      '## Why it happens\n',
      `${lineOf('## Why')}: nothing is said under 'Why it happens'`,
    ],
    [
      'a fence that is not closed',
      '--output text\n```',
      '--output text',
      `${lineOf('```bash')}: this fence is never closed`,
    ],
    ['an unknown language', '```bash', '```sh', `${lineOf('```bash')}: unknown fence language 'sh'`],
    ['an unknown key', '```bash', '```bash often', `${lineOf('```bash')}: unknown fence key 'often'`],
    [
      'no reason for not running',
      '```bash',
      '```bash norun=""',
      `${lineOf('```bash')}: fence key 'norun' cannot be 'norun=""'`,
    ],
    [
      'a command under Symptom',
      '## How to tell',
      '```bash\nls\n```\n\n## How to tell',
      `${lineOf('## How')}: commands under 'Symptom'`,
    ],
    [
      'a command under Why',
      '## Why it happens',
      '## Why it happens\n\n```bash\nls\n```\n',
      `${lineOf('## Why') + 2}: commands under 'Why it happens'`,
    ],
    [
      'no command that diagnoses it',
      /```bash\n\. [\s\S]*?```\n\n```text output[\s\S]*?```/,
      'Look.',
      "1: no command under 'How to tell'",
    ],
    [
      'an output without a command',
      '## Repair\n',
      '## Repair\n\n```text output\nx\n```\n',
      `${lineOf('## Repair') + 2}: an output without a command`,
    ],
    [
      'a missing tool',
      '. workspace/values.sh',
      'jq . x',
      `${lineOf('. workspace')}: the pages use only aws, git, curl and POSIX tools`,
    ],
    [
      'the check of another step',
      'check step-3',
      'check step-4',
      `${lineOf('npm run')}: not the page’s check`,
    ],
    ['no check', /\nThen check again:\n\n```[\s\S]*?\n```/, '', '1: not exactly one check'],
    [
      'words of a link to no page',
      'By console:',
      'See [this](../steps/step-3-bin.md).',
      `${lineOf('By console:')}: nothing stands at ../steps/step-3-bin.md`,
    ],
    [
      'a link to a missing anchor',
      'By console:',
      '[x](#nowhere)',
      `${lineOf('By console:')}: nothing stands at #nowhere`,
    ],
  ])('with %s is rejected with its line', (_what, from, to, problem, name) => {
    expect(validSource).toMatch(from);
    expect(
      problems(
        validSource.replace(from, () => String(to)),
        name ?? undefined,
      ),
    ).toContainEqual(expect.stringContaining(problem));
  });

  test('is rejected if its step has no page, or if its repair does not end with the check', () => {
    const copy = join(folder, 'alone');
    mkdirSync(copy);
    writeFileSync(join(copy, 'versioning-suspended.md'), validSource);
    const others = pages.filter(({ id }) => id !== 'step-3');
    expect(() => readCauses(copy, others)).toThrow(
      ':1: there is no page of step-3. Expected a step that exists.',
    );
    const early = validSource.replace('## Why it happens', '```bash\nls\n```\n\n## Why it happens');
    expect(problems(early)).toContain("1: 'Repair' does not end with the check");
  });
});
