import { readFileSync } from 'node:fs';
import { tokensOf } from '../../../labs/reader/blocks.ts';
import { splitFrontMatter } from '../../../labs/reader/front-matter-keys.ts';
import { type Problem, Problems } from '../../../labs/reader/problem.ts';
import { checkTerms, termsOf } from '../../../labs/reader/terms.ts';
import type { Course } from '../course.ts';

/** Terms that are also plain words, and names that every page uses. */
const everyday = [
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
  'Retry',
  'S3',
  'Stack',
  'TLS',
  'Variable',
];

/** A password for GitHub, not a token of a pipeline or a session. */
const otherMeanings = ['personal access token'];

/** A step links each term to the glossary where it uses it first, and only there. */
export function terms({ steps, reference }: Course): Problem[] {
  const glossary = reference.find(({ id }) => id === 'glossary');
  if (glossary === undefined) return [];
  const words = { terms: termsOf(glossary), everyday, otherMeanings };
  return steps.flatMap(({ file }) => {
    const problems = new Problems(file);
    const split = splitFrontMatter(readFileSync(file, 'utf8').replace(/\r\n?/g, '\n'));
    if (split !== undefined) checkTerms(tokensOf(split.markdown, split.markdownLine), words, problems);
    return problems.found;
  });
}
