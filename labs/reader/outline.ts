import type { Block } from './page.ts';
import type { Problems } from './problem.ts';
import type { PlacedToken } from './token.ts';

/** The sections of a kind of page, in their order, and which of them may contain commands. */
export interface Outline {
  readonly sections: readonly string[];
  /** Sections whose blocks the runner runs. */
  readonly runIn: readonly string[];
  /** Sections that may contain commands, including those that are not run. */
  readonly commandsIn: readonly string[];
  /** The section with the page's check. */
  readonly checkIn: string;
  /** An optional ending of the check's command. */
  readonly checkSuffix?: string;
  /** The section of questions, whose answers are collapsed. */
  readonly questionsIn?: string;
}

/** Checks that the page begins with its title, has exactly these sections in this order, and contains one check. */
export function checkOutline(
  tokens: readonly PlacedToken[],
  title: string,
  { sections: names }: Outline,
  blocks: readonly Block[],
  problems: Problems,
): void {
  const headings = tokens.flatMap(({ token, line }) =>
    token.type === 'heading' ? [{ depth: Number(token.depth), text: String(token.text), line }] : [],
  );
  const first = headings[0];
  if (first?.depth !== 1 || first.text !== title)
    problems.add(first?.line ?? 1, 'the page does not begin with its title', `'# ${title}'`, 'Write it');
  const sections = headings.filter((heading) => heading.depth === 2);
  for (const [index, name] of names.entries())
    if (sections[index]?.text !== name)
      problems.add(
        sections[index]?.line ?? 1,
        `section ${index + 1} is not '${name}'`,
        `'## ${name}'`,
        'Add it',
      );
  for (const { text, line } of sections.slice(names.length))
    problems.add(line, `an extra section '${text}'`, `only ${names.join(', ')}`, 'Make it a ### heading');
  if (blocks.filter((block) => block.use === 'check').length !== 1)
    problems.add(1, 'not exactly one check', 'one ```bash check block', 'Write it where the page checks');
}
