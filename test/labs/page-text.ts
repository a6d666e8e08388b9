/** A page that the reader accepts, with other lines in its front matter or another terminal section. */
export function pageText(
  terminal: readonly string[],
  change: { front?: string; id?: string; questions?: readonly string[] } = {},
): string {
  const id = change.id ?? 'step-3';
  const front = change.front ?? frontMatter(id);
  return [
    '---',
    front,
    '---',
    '# A page',
    '',
    'Some words.',
    '',
    '## By console',
    '',
    '1. Choose **Create**.',
    '',
    '## By terminal',
    '',
    ...terminal,
    '',
    '## Check yourself',
    '',
    '```bash check',
    `npm run check ${id}`,
    '```',
    '',
    '## What can go wrong',
    '',
    '## Questions',
    '',
    ...(change.questions ?? question),
    '',
    '## Going further',
    '',
  ].join('\n');
}

/** The line number of the first line of the terminal section. */
export const terminalLine = 22;

export function frontMatter(id: string): string {
  return [
    `id: ${id}`,
    'name: bucket',
    'title: A page',
    'minutes: 5',
    'cost: nothing',
    'know:',
    '  - one thing',
    'needs:',
    '  - another thing',
  ].join('\n');
}

/** A question that the reader accepts. */
export const question: readonly string[] = [
  '<details><summary>Why?</summary>',
  '',
  'Because.',
  '',
  '</details>',
];
