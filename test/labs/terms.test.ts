import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../labs/reader/blocks.ts';
import { readCauses } from '../../labs/reader/causes.ts';
import { splitFrontMatter } from '../../labs/reader/keys.ts';
import { Problems } from '../../labs/reader/problem.ts';
import { readPages } from '../../labs/reader/read.ts';
import { readReference } from '../../labs/reader/reference.ts';
import { checkTerms, termsOf } from '../../labs/reader/terms.ts';

const steps = readPages('labs/steps');
const reference = readReference('labs/reference', [...steps, ...readCauses('labs/causes', steps)]);
const glossary = reference.find(({ id }) => id === 'glossary');
if (glossary === undefined) throw new Error('no glossary');
const terms = termsOf(glossary);

/** A password of GitHub's, and no token of a pipeline or a session. */
const otherMeanings = ['personal access token'];

/** Plain words that have a place in the glossary, too, and names that every page has. */
const everyday = [
  ...[
    'Clone',
    'Environment',
    'Event',
    'Host',
    'IAM',
    'Image',
    'Namespace',
    'Organization',
    'Provider',
    'Quota',
  ],
  ...['Retry', 'S3', 'Stack', 'TLS', 'Variable'],
];

function problemsOf(file: string, source: string, known = terms, others = otherMeanings): string[] {
  const problems = new Problems(file);
  const split = splitFrontMatter(source) ?? { markdown: source, markdownLine: 1 };
  checkTerms(
    tokensOf(split.markdown, split.markdownLine),
    { terms: known, everyday, otherMeanings: others },
    problems,
  );
  return problems.found.map(({ line, message, expected }) => `${file}:${line}: ${message}: ${expected}`);
}

describe('the terms on the step pages', () => {
  test.each(steps.map(({ id, file }) => [id, file]))(
    'of %s are linked to the glossary at first use',
    (_id, file) => {
      expect(problemsOf(file, readFileSync(file, 'utf8'))).toEqual([]);
    },
  );

  test('are all there: each step links some, and no link leads past the glossary', () => {
    const ids = new Set(glossary.anchors.map(({ id }) => id));
    for (const { id, links } of steps) {
      const own = links.filter(({ href }) => href.startsWith('../reference/glossary.md#'));
      expect({ id, linked: own.length > 0 }).toEqual({ id, linked: true });
      for (const { href } of own) expect(ids).toContain(href.split('#')[1]);
    }
  });

  test('have other meanings only where a page has them', () => {
    const all = steps.map(({ markdown }) => markdown.toLowerCase()).join('\n');
    for (const phrase of otherMeanings) expect(all).toContain(phrase);
  });

  test('are what links to the reference lead to', () => {
    const places = new Map(reference.map(({ file, anchors }) => [file, anchors.map(({ id }) => id)]));
    for (const { id, links } of steps)
      for (const { href } of links.filter(({ href: each }) => each.startsWith('../reference/'))) {
        const [path = '', anchor] = href.replace('..', 'labs').split('#');
        if (anchor !== undefined)
          expect({ id, places: places.get(path) }).toMatchObject({
            places: expect.arrayContaining([anchor]),
          });
      }
  });
});

describe('a page', () => {
  const known = [
    { name: 'Artifact', id: 'artifact' },
    { name: 'Artifact store', id: 'artifact-store' },
    { name: 'Trust policy', id: 'trust-policy' },
    { name: 'Token', id: 'token' },
    { name: 'Event', id: 'event' },
  ];
  const found = (text: string, others: string[] = []) => problemsOf('page.md', text, known, others);
  const link = (text: string, id: string) => `[${text}](../reference/glossary.md#${id})`;

  test.each([
    [
      'links the first use, and no other',
      `An ${link('artifact', 'artifact')} is a zip. An artifact is kept.`,
    ],
    ['may link a plural', `${link('Trust policies', 'trust-policy')} say who. A trust policy is one.`],
    [
      'names things of the console in bold, and code',
      '# Artifact\n\n**Artifact** and `artifact`.\n\n```text output\nartifact\n```',
    ],
    ['uses a plain word as one', 'In the event of an event.'],
    ['links elsewhere', '[My artifact is gone](../causes/artifact.md).'],
    ['has words in which a term is a part', 'A multi-artifact, an artifactual token-ring.'],
  ])('%s', (_what, text) => expect(found(text)).toEqual([]));

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
  ])('with %s is refused', (_what, text, problem) => expect(found(text).join('\n')).toContain(problem));

  test('uses the longest term that fits, and says what to write', () => {
    expect(found('The artifact\nstore.')).toEqual([
      "page.md:1: 'artifact\nstore' is used first here, and not linked: [artifact\nstore](../reference/glossary.md#artifact-store)",
    ]);
  });

  test('may use the word for another thing', () => {
    expect(found('A personal access token.')).toHaveLength(1);
    expect(found('A personal access token, personal access tokens.', ['personal access token'])).toEqual([]);
  });
});
