import type { Token, Tokens } from 'marked';
import { defined } from '../../base/defined.ts';
import { slug } from './anchors.ts';
import type { CoursePage } from './page.ts';
import type { Problems } from './problem.ts';
import type { PlacedToken } from './token.ts';

/** A heading of the glossary. */
interface Term {
  readonly name: string;
  readonly id: string;
}

/** The terms of the glossary: its headings, except the last one, which is for AWS's own pages. */
export function termsOf({ markdown }: Pick<CoursePage, 'markdown'>): Term[] {
  const names = [...markdown.matchAll(/^## (.*)$/gm)].map(([, name = '']) => name).slice(0, -1);
  return names.map((name) => ({ name, id: slug(name) }));
}

/** A stretch of running text; `href` when it is the text of a link. */
interface TextSpan {
  readonly text: string;
  readonly line: number;
  readonly href?: string;
}

interface TermRules {
  readonly terms: readonly Term[];
  /** Terms that are also plain words: a page may use them without a link. */
  readonly everyday: readonly string[];
  /** Phrases in which a term's word has another meaning. */
  readonly otherMeanings: readonly string[];
}

/**
 * Checks that each term is linked to the glossary where the page uses it first, and only there. Code, headings,
 * images, names in the console (which are bold) and the texts of other links do not count.
 */
export function checkTerms(tokens: readonly PlacedToken[], rules: TermRules, problems: Problems): void {
  const glossary = '../reference/glossary.md#';
  const findTerms = termFinder(rules);
  const seen = new Map<string, number>();
  for (const { text, line, href } of tokens.flatMap(textSpansOf)) {
    if (href === undefined) {
      for (const { term, offset, word: used } of findTerms(text)) {
        const at = line + newlines(text.slice(0, offset));
        if (!seen.has(term.id) && !rules.everyday.includes(term.name))
          problems.add(
            at,
            `'${used}' is used first here, and not linked`,
            `[${used}](${glossary}${term.id})`,
            'Link it',
          );
        seen.set(term.id, seen.get(term.id) ?? at);
      }
      continue;
    }
    if (!href.startsWith(glossary)) continue;
    const id = href.slice(glossary.length);
    const [found] = findTerms(text);
    if (found?.term.id !== id || found.word.length !== text.length)
      problems.add(line, `'${text}' is not the term #${id}`, 'the term itself as the link’s text', 'Mend it');
    else if (seen.has(id))
      problems.add(line, `'${text}' is used before, in line ${seen.get(id)}`, 'one link, there', 'Unlink it');
    seen.set(id, seen.get(id) ?? line);
  }
}

interface TermUse {
  readonly term: Term;
  readonly offset: number;
  readonly word: string;
}

/**
 * Finds terms in a text, singular or plural, in any case. The longest match counts, so that no part of it is a term.
 */
function termFinder({ terms, otherMeanings }: TermRules): (text: string) => TermUse[] {
  const candidates: { name: string; term?: Term }[] = [
    ...terms.map((term) => ({ name: term.name, term })),
    ...otherMeanings.map((name) => ({ name })),
  ].sort((a, b) => b.name.length - a.name.length);
  const sources = candidates.map(({ name }) => `(${patternOf(name)})`).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${sources})(?![\\p{L}\\p{N}-])`, 'giu');
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const term = candidates[match.slice(1).findIndex((group) => group !== undefined)]?.term;
      return term === undefined ? [] : [{ term, offset: match.index, word: match[0] }];
    });
}

function patternOf(name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
  return escaped.endsWith('y') ? `${escaped.slice(0, -1)}(?:y|ies)` : `${escaped}s?`;
}

const newlines = (text: string) => text.split('\n').length - 1;

/** The running text of a top-level token, in order, each stretch with its line. */
function textSpansOf({ token, line }: PlacedToken): TextSpan[] {
  const spans: TextSpan[] = [];
  let position = 0;
  const add = (inner: Token, text: string, href?: string) => {
    const at = Math.max(token.raw.indexOf(inner.raw, position), position);
    position = at;
    spans.push({
      text,
      line: line + newlines(token.raw.slice(0, at)),
      ...defined({ href }),
    });
  };
  const walk = (inner: Token): void => {
    if (['heading', 'code', 'codespan', 'html', 'image', 'strong'].includes(inner.type)) return;
    if (inner.type === 'link') add(inner, String(inner.text), (inner as Tokens.Link).href);
    else if (inner.type === 'list') (inner as Tokens.List).items.forEach(walk);
    else if (inner.type === 'table') {
      const { header, rows } = inner as Tokens.Table;
      for (const cell of [header, ...rows].flat()) cell.tokens.forEach(walk);
    } else if ('tokens' in inner && inner.tokens !== undefined) inner.tokens.forEach(walk);
    else if (inner.type === 'text') add(inner, String(inner.text));
  };
  walk(token);
  return spans;
}
