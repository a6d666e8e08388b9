import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { anchorOf } from '../../checker/steps/check.ts';
import { steps } from '../../checker/steps/index.ts';
import { PageError } from '../../labs/reader/problem.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { fillValues } from '../../labs/reader/values.ts';
import { pageText } from './page-text.ts';

const pages = readStepPages('labs/steps');
const folder = mkdtempSync(join(tmpdir(), 'lab-pages-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the nine steps', () => {
  test('are in order, with their names', () => {
    expect(pages.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'step-1 credentials',
      'step-2 repository',
      'step-3 bucket',
      'step-4 connection',
      'step-5 pipeline',
      'step-6 approval',
      'step-7 presigned-url',
      'step-8 redeploy',
      'step-9 cleanup',
    ]);
  });

  test('teach each check in exactly one place', () => {
    for (const { id, checks } of steps) {
      const anchors = pages.find((page) => page.id === id)?.anchors.map((anchor) => anchor.id) ?? [];
      const taught = anchors.filter((anchor) => anchor.startsWith('check-') && anchor !== 'check-yourself');
      expect(taught.toSorted()).toEqual(checks.map((check) => anchorOf(check.id)).toSorted());
    }
  });

  test('have three or four questions each, none twice', () => {
    const asked = pages.map(({ markdown }) =>
      [...markdown.matchAll(/<summary>(.*)<\/summary>/g)].map(([, q]) => q),
    );
    for (const [at, questions] of asked.entries())
      expect({ page: pages[at]?.id, right: [3, 4].includes(questions.length) }).toEqual({
        page: pages[at]?.id,
        right: true,
      });
    expect(new Set(asked.flat()).size).toBe(asked.flat().length);
  });

  test('describe what the learner sees in the console', () => {
    for (const { id, markdown } of pages) {
      const byConsole = markdown.split(/^## /m).find((part) => part.startsWith('By console')) ?? '';
      const text = byConsole.match(/\bshould (now )?(see|show|say|find)\b/g) ?? [];
      expect({ id, often: text.length >= 2 }).toEqual({ id, often: true });
    }
  });

  test('refer to nothing by color or position alone', () => {
    const alone =
      /\b(red|green|blue|orange|grey|gray|yellow)\b|\b(top|bottom)[- ](left|right)\b|\bon the (left|right)\b/i;
    for (const { file, markdown } of pages)
      expect({ file, found: alone.exec(markdown)?.[0] }).toEqual({ file, found: undefined });
    for (const { file, markdown } of pages)
      expect({ file, pictures: markdown.match(/!\[\]\(|<img(?![^>]*alt="[^"]+")/g) }).toEqual({
        file,
        pictures: null,
      });
  });

  test("use the learner's values", () => {
    const own = { AWS_REGION: 'eu-west-1', GITHUB_OWNER: 'ada', GITHUB_REPOSITORY: 'engine' };
    expect(fillValues(pages, own)[0]?.blocks[0]?.text).toBe(
      'export AWS_REGION="eu-west-1"\nexport GITHUB_OWNER="ada"\nexport GITHUB_REPOSITORY="engine"',
    );
  });

  test("exclude only commands that need the learner's own keys or a broken account", () => {
    const unrun = pages.flatMap((page) => page.blocks.filter((block) => block.use === 'norun'));
    expect(unrun.map((block) => block.text.split('\n')[0])).toEqual([
      'aws configure',
      'aws configure set aws_access_key_id YOUR_ACCESS_KEY_ID',
      'aws codepipeline start-pipeline-execution --name "$PIPELINE_NAME"',
    ]);
  });

  test.each(['bash', 'zsh'])('contain commands that %s can parse', (shell) => {
    expect(unreadable(shell)).toEqual([]);
  });
});

/** The blocks that a shell cannot parse, or none if the shell is not installed. */
function unreadable(shell: string): string[] {
  return pages.flatMap((page) =>
    page.blocks.flatMap((block) => {
      const { error, status, stderr } = spawnSync(shell, ['-n'], {
        input: `${block.text}\n`,
        encoding: 'utf8',
      });
      return error !== undefined || status === 0 ? [] : [`${page.file}:${block.line}: ${stderr}`];
    }),
  );
}

describe('a folder of pages', () => {
  test('is rejected with a wrong file name or a broken link', () => {
    const text = pageText(['See [the next](step-4-x.md), [here](#nowhere) and [there](#by-console).']);
    writeFileSync(join(folder, 'step-3-wrong.md'), text);
    expect(() => readStepPages(folder)).toThrow(PageError);
    expect(() => readStepPages(folder)).toThrow(
      /:1: the file is called step-3-wrong\.md[\s\S]*:22: nothing stands at step-4-x\.md[\s\S]*:22: nothing stands at #nowhere/,
    );
    expect(() => readStepPages(folder)).not.toThrow('#by-console');
  });
});
