import { readdirSync, readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { outputOf } from '../../checker/account/run-program.ts';
import type { Diagram } from '../../labs/reader/diagrams.ts';
import { PageError } from '../../labs/reader/problem.ts';
import { readCourse } from '../../scripts/lint-labs/course.ts';
import { drawDiagram } from '../../site/diagrams/draw.ts';
import { contrast, over } from './contrast.ts';

const { course } = readCourse('labs');
const drawn = await Promise.all(
  course.diagrams.map(async (diagram) => ({ diagram, svg: await drawDiagram(diagram) })),
);
const each = drawn.map(({ diagram, svg }) => [diagram.id, svg, diagram] as const);
const valuesOf = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`[ ]${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

describe.each(each)('%s', (id, svg, diagram) => {
  const root = /^<svg [^>]*>/.exec(svg)?.[0] ?? '';
  const width = Number(valuesOf(root, 'width')[0]);

  test('is XML, and the same each time', async () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(await drawDiagram(diagram)).toBe(svg);
  });

  test('has a text alternative', () => {
    const { svg: read } = new XMLParser({ ignoreAttributes: false }).parse(svg);
    expect(read.title).toEqual({ '#text': diagram.title, '@_id': `diagram-${id}-title` });
    expect(read.desc).toEqual({ '#text': diagram.alt, '@_id': `diagram-${id}-desc` });
    expect(read['@_role']).toBe('img');
    expect(read['@_aria-labelledby']).toBe(`diagram-${id}-title diagram-${id}-desc`);
    // A part's title would appear under the pointer instead of the title of the whole.
    expect(svg.match(/<title/g)).toHaveLength(1);
  });

  test('draws everything that its source names', () => {
    const labels = [...diagram.source.matchAll(/label="([^"]*)"/g)].flatMap(([, text = '']) =>
      text.split('\\n'),
    );
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
    expect(texts.sort()).toEqual(labels.sort());
  });

  test('is readable at 700 pixels and on a phone', () => {
    const size = Number(valuesOf(root, 'font-size')[0]);
    expect(valuesOf(svg, 'font-size')).toHaveLength(1);
    expect(size * Math.min(1, 700 / width)).toBeGreaterThanOrEqual(12);
    expect(size * Math.min(1, 380 / width)).toBeGreaterThanOrEqual(10);
    const [x, y, w, h] = (valuesOf(root, 'viewBox')[0] ?? '').split(' ').map(Number);
    expect([x, y, Math.ceil(w ?? 0), Math.ceil(h ?? 0)]).toEqual([
      0,
      0,
      width,
      Number(valuesOf(root, 'height')[0]),
    ]);
    expect(svg).toContain(`#diagram-${id}{max-width:100%;height:auto}`);
  });

  test("uses the page's text color, and no color without a dark counterpart", () => {
    for (const name of ['fill', 'stroke'])
      for (const value of valuesOf(svg, name)) expect(['none', 'currentColor']).toContain(value);
    const [light = '', dark = ''] =
      /<style>(.*)<\/style>/.exec(svg)?.[1]?.split('@media (prefers-color-scheme:dark)') ?? [];
    const coloured = (css: string) => css.match(/[^{}]+\{[^{}]*#[0-9a-f]{6}[^{}]*\}/g) ?? [];
    const without = (css: string) => coloured(css).map((rule) => rule.replace(/#[0-9a-f]{6}\b/g, '…'));
    expect(without(light)).toEqual(without(dark.slice(1)));
    expect(without(light).length).toBeGreaterThan(1);
    for (const css of [light, dark]) {
      const [ink = '', paper = ''] = /color:(#\w+);background:(#\w+)/.exec(css)?.slice(1) ?? [];
      const opacity = Number(/fill-opacity:([\d.]+)/.exec(light)?.[1]);
      for (const [, tint = ''] of css.matchAll(/fill:var\([\w-]+,(#\w+)\)/g))
        expect(contrast(ink, over(tint, opacity, paper)), tint).toBeGreaterThanOrEqual(7);
    }
  });

  test('refers to nothing outside it', () => {
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /<script|<foreignObject|<image|<use|\bon\w+=|href|url\(|@import|@font-face|https?:|<!/i,
    );
    // Each rule applies to this picture only.
    for (const [, selector = ''] of (/<style>(.*)<\/style>/.exec(svg)?.[1] ?? '').matchAll(
      /(?:^|[{}])([^{}@]+)\{/g,
    ))
      expect(selector).toMatch(new RegExp(`^#diagram-${id}(?![\\w-])`));
  });
});

test('two pictures on one page share no id', () => {
  const ids = drawn.flatMap(({ svg }) => valuesOf(svg, 'id'));
  expect(ids).toHaveLength(3 * drawn.length);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('a source that Graphviz cannot draw', () => {
  const problemsOf = async (...lines: string[]) => {
    const source = ['digraph {', ...lines, '}', ''].join('\n');
    const diagram: Diagram = { id: 'x', title: 'X', alt: 'X.', file: 'x.dot', line: 6, source };
    return drawDiagram(diagram).then(
      () => [],
      (error: unknown) => {
        if (error instanceof PageError) return error.message.split('\n');
        throw error;
      },
    );
  };

  test('is one problem with its line', async () => {
    expect(await problemsOf('  a -> b', '  a -> -> b')).toEqual([
      "x.dot:8: Graphviz says: syntax error near '->'. Expected what it can draw. Mend the source.",
    ]);
    expect(await problemsOf('  subgraph cluster_a {', '    a')).toEqual([
      expect.stringMatching(/^x\.dot:9: Graphviz says: syntax error/),
    ]);
  });

  test('is one problem also if Graphviz only warns', async () => {
    expect(await problemsOf('  a:port -> b')).toEqual([
      'x.dot:6: Graphviz says: node a, port port unrecognized. Expected what it can draw. Mend the source.',
    ]);
  });

  test('is one problem also if Graphviz crashes', async () => {
    const broken = [
      '  subgraph cluster_a { a -> b }',
      '  subgraph cluster_b { b -> a }',
      '  { rank=same a b }',
    ];
    expect(await problemsOf('  newrank=true', ...broken)).toEqual([
      expect.stringContaining('x.dot:6: Graphviz says:'),
    ]);
    // The next one is drawn.
    expect(await problemsOf('  a -> b')).toEqual([]);
  });
});

test('npm run diagrams writes the diagrams', async () => {
  const stdout = await outputOf('node', ['dist/diagrams.js'], { env: process.env });
  expect(stdout.split('\n')).toHaveLength(drawn.length);
  expect(readdirSync('dist/diagrams').sort()).toEqual(drawn.map(({ diagram }) => `${diagram.id}.svg`).sort());
  for (const { diagram, svg } of drawn)
    expect(readFileSync(`dist/diagrams/${diagram.id}.svg`, 'utf8')).toBe(svg);
});
