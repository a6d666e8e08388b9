import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDiagrams } from '../../labs/reader/diagrams.ts';
import { PageError, type Problem } from '../../labs/reader/problem.ts';
import { readReference } from '../../labs/reader/reference.ts';
import { allPages, readCourse } from '../../scripts/lint-labs/course.ts';

const { course } = readCourse('labs');

describe('the diagrams of the course', () => {
  test('are these six, each on its page', () => {
    const shown = allPages(course).flatMap(({ file, images }) => images.map(({ href }) => `${file} ${href}`));
    expect(shown.sort()).toEqual([
      'labs/reference/architecture.md ../diagrams/lab-scale.svg',
      'labs/reference/architecture.md ../diagrams/production.svg',
      'labs/reference/concepts.md ../diagrams/anatomy.svg',
      'labs/reference/concepts.md ../diagrams/artifact-flow.svg',
      'labs/steps/step-6-approval.md ../diagrams/execution.svg',
      'labs/steps/step-9-cleanup.md ../diagrams/teardown.svg',
    ]);
    expect(course.diagrams.map(({ id }) => id)).toEqual(
      shown.map((one) => one.replace(/.*\/(.*)\.svg$/, '$1')).sort(),
    );
  });
});

describe('the reader of diagrams', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diagrams-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const name of ['pages', 'diagrams']) mkdirSync(join(folder, name));
  const diagram = `---
id: one
title: A picture
alt: A push leads to Source.
---
digraph {
  push [label="Push" shape=ellipse class=person]
  source [label="Source\\nreads the commit"]
  push -> source [label="starts"]
}
`;
  const page = `---
id: page
title: Page
checked: 2026-11
---
# Page

![A picture](../diagrams/one.svg)

## More from AWS

- [Here](https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome.html)
`;
  const problemsOf = (source: string, shownOn = page): readonly Problem[] => {
    writeFileSync(join(folder, 'diagrams', 'one.dot'), source);
    writeFileSync(join(folder, 'pages', 'page.md'), shownOn);
    try {
      readDiagrams(join(folder, 'diagrams'), readReference(join(folder, 'pages'), []));
    } catch (error) {
      if (error instanceof PageError) return error.problems;
      throw error;
    }
    return [];
  };

  test('accepts a complete one', () => {
    expect(problemsOf(diagram)).toEqual([]);
    expect(problemsOf(diagram.replaceAll('\n', '\r\n'))).toEqual([]);
    const [read] = readDiagrams(join(folder, 'diagrams'), readReference(join(folder, 'pages'), []));
    expect(read).toMatchObject({ id: 'one', title: 'A picture', alt: 'A push leads to Source.', line: 6 });
    expect(read?.source.split('\n')[0]).toBe('digraph {');
  });

  const change = (from: string, to: string) => diagram.replace(from, to);
  test.each<[string, string, number, string]>([
    ['without front matter', change('---\n', ''), 1, 'no front matter'],
    ['without a title', change('title: A picture\n', ''), 1, "no key 'title'"],
    ['without a text alternative', change('alt: A push leads to Source.\n', ''), 1, "no key 'alt'"],
    ['with an empty text alternative', change('A push leads to Source.', '""'), 4, "'alt' is"],
    ['with a text alternative that is no sentence', change('leads to Source.', 'and Source'), 4, "'alt' is"],
    ['whose text alternative leaves a part out', change('to Source.', 'on.'), 8, "the picture says 'Source'"],
    ['with an unknown key', change('id: one', 'id: one\ncolour: red'), 3, "unknown key 'colour'"],
    ['with front matter that is no YAML', change('title: A', 'title: B: A'), 3, 'not YAML'],
    ['of another name', change('id: one', 'id: two'), 1, 'the file is called one.dot'],
    ['without a source', diagram.slice(0, diagram.indexOf('digraph')), 6, 'not one graph'],
    ['with two graphs', `${diagram}digraph {\n}\n`, 11, 'a second graph'],
    ['with an unclosed string', change('"Push"', '"Push'), 7, 'a text that is not closed'],
    ['with a color', change('class=person', 'color=red'), 7, "unknown attribute 'color'"],
    ['with a misspelled attribute', change('shape=', 'shap='), 7, "unknown attribute 'shap'"],
    ['with a link', change('class=person', 'URL="https://a.example"'), 7, "unknown attribute 'URL'"],
    ['with an unknown class', change('=person', '=robot'), 7, "unknown class 'robot'"],
    ['with an unknown shape', change('=ellipse', '=elipse'), 7, "unknown shape 'elipse'"],
    ['with a label in HTML', change('"Push"', '<<b>Push</b>>'), 7, 'a label in HTML'],
    ['with a letter that cannot be measured', change('reads', 'reads’'), 8, 'the character ’'],
  ])('rejects one %s', (_, source, line, message) => {
    const found = problemsOf(source);
    expect(found.map(({ file, line: at }) => `${file}:${at}`)).toEqual([
      `${join(folder, 'diagrams', 'one.dot')}:${line}`,
    ]);
    expect(found[0]?.message.replaceAll("'", '')).toContain(message.replaceAll("'", ''));
    for (const text of [found[0]?.expected, found[0]?.todo]) expect(text).toBeTruthy();
  });

  const showing = (image: string) => page.replace('![A picture](../diagrams/one.svg)', image);
  test.each<[string, string, string, string]>([
    ['no diagram', showing('Words.'), 'one.dot:1', 'no page shows this diagram'],
    [
      'a missing one',
      showing('![A picture](../diagrams/one.svg)\n![Two](../diagrams/two.svg)'),
      'page.md:9',
      'no diagram is behind ../diagrams/two.svg',
    ],
    [
      'a picture from elsewhere',
      showing('![A picture](../diagrams/one.svg)\n\n![Logo](https://a.example/logo.svg)'),
      'page.md:10',
      'no diagram is behind https://a.example/logo.svg',
    ],
    [
      'one without a text alternative',
      showing('![](../diagrams/one.svg)'),
      'page.md:8',
      "the image's text is ''",
    ],
    ['one with others', showing('![One](../diagrams/one.svg)'), 'page.md:8', "the image's text is 'One'"],
  ])('rejects a page that shows %s', (_, shownOn, place, message) => {
    const found = problemsOf(diagram, shownOn);
    expect(found).toHaveLength(1);
    expect(`${found[0]?.file}:${found[0]?.line}`).toMatch(new RegExp(`/${place}$`));
    expect(found[0]?.message).toBe(message);
  });
});
