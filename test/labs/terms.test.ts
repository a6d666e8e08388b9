import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../labs/reader/blocks.ts';
import { Problems } from '../../labs/reader/problem.ts';
import { checkTerms, termsOf } from '../../labs/reader/terms.ts';
import { readCourse } from '../../scripts/lint-labs/course.ts';
import { terms } from '../../scripts/lint-labs/rules/terms.ts';

describe('the terms on the step pages', () => {
  const { course } = readCourse('labs');

  test('are linked to the glossary at their first use on each page, and only there', () => {
    expect(terms(course)).toEqual([]);
  });

  test('occur on every step page', () => {
    for (const { id, links } of course.steps)
      expect({ id, linked: links.some(({ href }) => href.includes('glossary.md#')) }).toEqual({
        id,
        linked: true,
      });
  });
});

test('of the glossary are its headings, except for the last', () => {
  const markdown = '# Glossary\n\n## Artifact store\n\nA bucket.\n\n## CI/CD\n\nx\n\n## More from AWS\n\ny';
  expect(termsOf({ markdown })).toEqual([
    { name: 'Artifact store', id: 'artifact-store' },
    { name: 'CI/CD', id: 'cicd' },
  ]);
});

describe('a page with terms', () => {
  const known = [
    { name: 'Artifact', id: 'artifact' },
    { name: 'Artifact store', id: 'artifact-store' },
    { name: 'Trust policy', id: 'trust-policy' },
    { name: 'Token', id: 'token' },
    { name: 'Event', id: 'event' },
  ];
  function problemsIn(markdown: string, otherMeanings: string[] = []): string[] {
    const problems = new Problems('page.md');
    checkTerms(tokensOf(markdown, 1), { terms: known, everyday: ['Event'], otherMeanings }, problems);
    return problems.found.map(
      ({ file, line, message, expected }) => `${file}:${line}: ${message}: ${expected}`,
    );
  }
  const link = (text: string, id: string) => `[${text}](../reference/glossary.md#${id})`;

  test.each([
    [
      'links the first use, and no other',
      `An ${link('artifact', 'artifact')} is a zip. An artifact is kept.`,
    ],
    ['may link a plural', `${link('Trust policies', 'trust-policy')} say who. A trust policy is one.`],
    [
      'names parts of the console in bold, and code',
      '# Artifact\n\n**Artifact** and `artifact`.\n\n```text output\nartifact\n```',
    ],
    ['shows a picture', '![The life of an artifact](life.svg)'],
    ['uses a plain word as one', 'In the event of an event.'],
    ['links elsewhere', '[My artifact is gone](../causes/artifact.md).'],
    ['has words in which a term is a part', 'A multi-artifact, an artifactual token-ring.'],
  ])('%s', (_what, text) => expect(problemsIn(text)).toEqual([]));

  test.each([
    [
      'a first use that is not linked',
      'Hello.\n\n- one\n- the artifacts',
      "page.md:4: 'artifacts' is used first here",
    ],
    [
      'a link after the first use',
      `An artifact.\n\nThe ${link('artifact', 'artifact')}.`,
      "page.md:3: 'artifact' is used before, in line 1",
    ],
    [
      'a second link',
      `The ${link('artifact', 'artifact')}, the\n${link('artifact', 'artifact')}.`,
      "page.md:2: 'artifact' is used before, in line 1",
    ],
    [
      'a link to another term',
      `The ${link('artifact', 'artifact-store')}.`,
      "page.md:1: 'artifact' is not the term #artifact-store",
    ],
    [
      'a link around more than the term',
      `The ${link('old artifact', 'artifact')}.`,
      "page.md:1: 'old artifact' is not the term #artifact",
    ],
    [
      'a late link to a plain word',
      `An event. An ${link('event', 'event')}.`,
      "page.md:1: 'event' is used before",
    ],
    ['a link to no term', `The ${link('zip', 'zip')}.`, "page.md:1: 'zip' is not the term #zip"],
  ])('with %s is rejected', (_what, text, problem) => expect(problemsIn(text).join('\n')).toContain(problem));

  test('uses the longest matching term, and the message names the link to write', () => {
    expect(problemsIn('The artifact\nstore.')).toEqual([
      "page.md:1: 'artifact\nstore' is used first here, and not linked: [artifact\nstore](../reference/glossary.md#artifact-store)",
    ]);
  });

  test('may use the word in another sense', () => {
    expect(problemsIn('A personal access token.')).toHaveLength(1);
    expect(problemsIn('A personal access token, personal access tokens.', ['personal access token'])).toEqual(
      [],
    );
  });
});
