import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemText as asText } from '../../labs/reader/problem.ts';
import { lintLabs } from '../../scripts/lint-labs/lint.ts';
import { readabilityOf, readabilityReport } from '../../scripts/lint-labs/readability.ts';
import { undrawable } from './mistakes/diagrams.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { readable } from './mistakes/page-content.ts';
import { unreadable } from './mistakes/unreadable-pages.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The problems that lint:labs reports for a copy of the course with these mistakes, one line each. */
async function messagesOf(
  mistakes: readonly Mistake[],
): Promise<{ messages: string[]; lines: Map<Mistake, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-labs-'));
  folders.push(folder);
  const labs = join(folder, 'labs');
  cpSync('labs', labs, { recursive: true });
  cpSync('README.md', join(folder, 'README.md'));
  for (const { name, page, from, to } of mistakes) {
    const file = join(labs, page);
    const before = readFileSync(file, 'utf8');
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${name}: nothing was changed on ${page}`);
    writeFileSync(file, after);
  }
  const lines = new Map(
    mistakes.map((mistake) => {
      const text = readFileSync(join(labs, mistake.page), 'utf8');
      const at = mistake.on === undefined ? 0 : text.indexOf(mistake.on);
      return [mistake, text.slice(0, at).split('\n').length] as const;
    }),
  );
  const { problems } = await lintLabs(labs);
  return { messages: problems.map((problem) => asText(problem).replaceAll(`${labs}/`, '')), lines };
}

describe('lint:labs', () => {
  it('reports no problem of the course, and its readability', async () => {
    const { course, problems } = await lintLabs('labs');
    expect(problems.map(asText)).toEqual([]);
    const report = readabilityReport(course);
    expect(report).toMatch(/steps +9 pages/);
    for (const { file } of course.steps) expect(readabilityOf(file).grade).toBeLessThan(9);
  });

  describe.each([
    ['what cannot be read as a page', unreadable],
    ['what is wrong on a page', readable],
    ['what is wrong in a diagram', undrawable],
  ])('reports %s', (_kind, mistakes) => {
    let messages: string[];
    let lines: Map<Mistake, number>;
    beforeAll(async () => {
      ({ messages, lines } = await messagesOf(mistakes));
    }, 60_000);

    it.each(mistakes)('$name', (mistake) => {
      const about = messages.filter((line) => line.startsWith(`${mistake.page}:`));
      const line = mistake.on === undefined ? '\\d+' : String(lines.get(mistake));
      const found = about.find((each) => each.includes(mistake.says));
      expect(found, about.join('\n')).toMatch(new RegExp(`^[^:]+:${line}: `));
      expect(found).toMatch(/\. Expected .+\. .+\.$/);
    });

    // A page that cannot be read may have further problems.
    it('and no other problem', () => {
      const unexpected = messages.filter(
        (line) =>
          !mistakes.some(
            ({ page, says }) => line.startsWith(page) && (mistakes === unreadable || line.includes(says)),
          ),
      );
      expect(unexpected).toEqual([]);
    });
  });
});
