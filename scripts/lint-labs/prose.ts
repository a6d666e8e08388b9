import { readFileSync } from 'node:fs';

/** A line of a page's prose, without keys of the front matter, code, addresses and tags. */
export interface ProseLine {
  readonly line: number;
  readonly text: string;
  /** A heading, a row of a table, an item of a list: not a sentence in a paragraph. */
  readonly isFragment: boolean;
}

const withoutCode = (text: string) =>
  text
    .replace(/(`+)[^`]+?\1/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<(https?:[^>]*)>/g, ' ')
    .replace(/https?:\S+/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[*_|#>]+/g, ' ')
    // The name of a resource: github-codepipeline-lab.
    .replace(/\b[a-z0-9]+(-[a-z0-9]+){2,}\b/g, ' ');

/** The keys of the front matter whose values are prose. */
const proseKeys = /^(title|cost|alt|know|needs):/;

/** What a person reads on a page, line by line. */
export function proseOf(file: string): ProseLine[] {
  const lines: ProseLine[] = [];
  let front = false;
  let isProse = false;
  let fence: string | undefined;
  for (const [at, raw] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    if (raw === '---' && (at === 0 || front)) {
      front = at === 0;
      continue;
    }
    const mark = /^(`{3,}|~{3,})/.exec(raw)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      continue;
    }
    if (front && /^\w/.test(raw)) isProse = proseKeys.test(raw);
    if (front && !isProse) continue;
    const text = withoutCode(front ? raw.replace(/^\w+:|^ +- /, '') : raw).trim();
    if (text !== '')
      lines.push({ line: at + 1, text, isFragment: front || /^(#|\||[-*] |\d+\. |<)/.test(raw) });
  }
  return lines;
}
