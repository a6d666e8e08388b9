import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCauses } from '../../labs/reader/causes.ts';
import { PageError } from '../../labs/reader/problem.ts';
import { readReference } from '../../labs/reader/reference.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';

const steps = readStepPages('labs/steps');
const pages = readReference('labs/reference', [...steps, ...readCauses('labs/causes', steps)]);
const page = (id: string) => {
  const found = pages.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no reference page ${id}`);
  return found;
};
const headings = (id: string) => [...page(id).markdown.matchAll(/^## (.*)$/gm)].map(([, text = '']) => text);

describe('the reference', () => {
  test('contains all use cases, all questions, all options', () => {
    expect(headings('use-cases').filter((one) => /^\d+\. /.test(one))).toHaveLength(12);
    for (const part of page('use-cases')
      .markdown.split(/^## \d+\. /m)
      .slice(1))
      for (const word of ['Problem', 'Why it fits', 'The pipeline', 'Example', 'Watch for'])
        expect(part).toContain(`**${word}.**`);
    expect(
      headings('faq')
        .map((one) => Number.parseInt(one, 10))
        .slice(0, 16),
    ).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
    expect(page('alternatives').markdown.match(/^\| (?!option|---).*\|$/gm)).toHaveLength(9);
  });

  test('states the use and the caveat of every feature', () => {
    for (const part of page('features').markdown.split(/^## /m).slice(1)) {
      if (part.startsWith('More from AWS')) continue;
      expect(
        part.match(/(?<=^- )\*\*[\w ]+\.\*\*/gm)?.map((word) => word.replace('Caveats.', 'Caveat.')),
      ).toEqual(['**What it does.**', '**Why it matters.**', '**In practice.**', '**Caveat.**']);
    }
  });

  test('states the stages, roles, approvals and failures of both designs', () => {
    const designs = page('designs').markdown.split(/^## /m).slice(1, 3);
    expect(designs).toHaveLength(2);
    for (const design of designs)
      for (const heading of ['The stages', 'The roles', 'Approvals', 'When it fails'])
        expect(design).toMatch(new RegExp(`^### ${heading}`, 'm'));
  });

  test('has its glossary in order', () => {
    const terms = headings('glossary').slice(0, -1);
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')));
  });

  test('explains its terms: each page links to the glossary, and no term twice', () => {
    const linked = (markdown: string) =>
      [...markdown.matchAll(/\]\(glossary\.md#([^)]+)\)/g)].map(([, id]) => id);
    for (const { id, markdown } of pages) {
      if (id === 'glossary') continue;
      const terms = linked(markdown);
      expect(terms, id).not.toEqual([]);
      expect(terms, id).toEqual([...new Set(terms)]);
    }
  });

  test('states no price, because prices change', () => {
    for (const { id, markdown } of pages)
      expect({ id, prices: markdown.match(/[$€] ?\d/g) }).toEqual({ id, prices: null });
  });
});

describe('the table in labs/reference/README.md', () => {
  const rows = readFileSync('labs/reference/README.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| \d/.test(line));

  test('has every section of the tutorial, in order', () => {
    const sections = rows.map((row) => Number.parseInt(row.slice(2), 10));
    expect([...new Set(sections)]).toEqual(Array.from({ length: 23 }, (_, at) => at + 1));
  });

  test('links to existing anchors on every page of the reference', () => {
    const reached = new Set<string>();
    for (const [, link = '', place] of rows.join('\n').matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)) {
      const path = join('labs/reference', link);
      expect(existsSync(path), path).toBe(true);
      const found = pages.find(({ file }) => file === path);
      if (found !== undefined) reached.add(found.id);
      if (place !== undefined)
        expect(
          found?.anchors.map(({ id }) => id),
          path,
        ).toContain(place);
    }
    expect([...reached].sort()).toEqual(pages.map(({ id }) => id).sort());
  });
});

describe('the reader of the reference', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reference-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const whole = `---
id: one
title: One
checked: 2026-11
---
# One

A sentence.

## More from AWS

- [Here](https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome.html)
`;
  const problemsOf = (source: string) => {
    writeFileSync(join(folder, 'one.md'), source);
    try {
      readReference(folder, []);
    } catch (error) {
      if (error instanceof PageError) return error.message;
      throw error;
    }
    return '';
  };

  test('accepts a complete page', () => expect(problemsOf(whole)).toBe(''));

  test.each([
    ['without a date', whole.replace('checked: 2026-11\n', ''), "no key 'checked'"],
    ['with an invalid month', whole.replace('2026-11', '2026-13'), "'checked' is"],
    ['of another name', whole.replace('id: one', 'id: two'), 'the file is called one.md'],
    ['with another title', whole.replace('# One', '# Two'), 'does not begin with its title'],
    ['with an empty section', whole.replace('## More', '## Why\n\n## More'), "nothing is said under 'Why'"],
    [
      'without links to AWS',
      whole.replace('docs.aws.amazon.com', 'example.com'),
      "does not end with '## More",
    ],
    ['with a command', whole.replace('A sentence.', '```bash\ntrue\n```'), 'a block of code'],
    ['with a broken link', whole.replace('A sentence.', '[gone](gone.md)'), 'nothing stands at gone.md'],
    [
      'with a duplicate anchor',
      whole.replace('A sentence.', '## A\n\nx\n\n## A\n\nx'),
      'two places are called #a',
    ],
  ])('rejects one %s', (_, source, problem) => expect(problemsOf(source)).toContain(problem));
});
