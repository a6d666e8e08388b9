import { marked, type Token, type Tokens } from 'marked';
import { defined } from '../../base/defined.ts';
import { type Fence, readFence } from './fence.ts';
import type { Outline } from './outline.ts';
import type { Block, RunBlock } from './page.ts';
import type { Problems } from './problem.ts';
import { checkShell } from './shell-rules.ts';
import type { PlacedToken } from './token.ts';
import { readValues } from './values.ts';

/** Splits Markdown that starts on the file's line `firstLine` into top-level tokens. */
export function tokensOf(markdown: string, firstLine: number): PlacedToken[] {
  let line = firstLine;
  return marked.lexer(markdown).map((token) => {
    const placed = { token, line };
    line += token.raw.split('\n').length - 1;
    return placed;
  });
}

/** The page's blocks in order. A fence that cannot be read is a problem, and never skipped. */
export function readBlocks(
  tokens: readonly PlacedToken[],
  step: string,
  outline: Outline,
  problems: Problems,
): Block[] {
  const blocks: Block[] = [];
  let section: string | undefined;
  // The block that an expected output would belong to.
  let last: Block | undefined;
  for (const { token, line } of tokens) {
    if (token.type === 'heading' && token.depth <= 2) {
      section = outline.sections.find((name) => name === token.text);
      last = undefined;
    }
    if (token.type !== 'code') {
      checkNestedFences(token, line, problems);
      continue;
    }
    const code = token as Tokens.Code;
    const fence = openFence(code, line, problems);
    if (fence === undefined || fence.kind === 'error') continue;
    if (fence.kind === 'output') {
      if (last?.use !== 'run' || last.output !== undefined) {
        problems.add(line, 'an output without a command', 'a block that runs before it', 'Move it there');
        continue;
      }
      last = { ...last, output: { text: code.text, line: line + 1 } };
      blocks.splice(-1, 1, last);
      continue;
    }
    if (section === undefined || !outline.commandsIn.includes(section)) {
      const where = section === undefined ? 'before the first section' : `under '${section}'`;
      problems.add(
        line,
        `commands ${where}`,
        `commands ${underSections(outline.runIn)}`,
        'Move the block there',
      );
      continue;
    }
    checkShell(code.text, line + 1, problems);
    last = toBlock(fence, { text: code.text, line: line + 1, section }, step, outline, problems);
    blocks.push(last);
  }
  return blocks;
}

const underSections = (names: readonly string[]) => `under ${names.map((name) => `'${name}'`).join(' or ')}`;

type CommandFence = Exclude<Fence, { kind: 'output' | 'error' }>;

function toBlock(
  fence: CommandFence,
  placed: Pick<Block, 'text' | 'line' | 'section'>,
  step: string,
  outline: Outline,
  problems: Problems,
): Block {
  if (fence.kind === 'norun') return { use: 'norun', ...placed, reason: fence.reason };
  if (fence.kind === 'check') {
    const command = `npm run check ${step}`;
    const { checkIn, checkSuffix = '' } = outline;
    if ((placed.text !== command && placed.text !== command + checkSuffix) || placed.section !== checkIn)
      problems.add(
        placed.line,
        'not the page’s check',
        `'${command}' ${underSections([checkIn])}`,
        'Write that',
      );
    return { use: 'check', ...placed, step };
  }
  if (!outline.runIn.includes(placed.section))
    problems.add(
      placed.line,
      `a block that runs under '${placed.section}'`,
      `it ${underSections(outline.runIn)}`,
      'Move it',
    );
  const { timeoutSeconds, expectExit } = fence;
  const block: RunBlock = { use: 'run', ...placed, timeoutSeconds, expectExit };
  return {
    ...block,
    ...defined({ handshake: fence.handshake }),
    ...(fence.values ? { values: readValues(placed.text, placed.line, problems) } : {}),
  };
}

function openFence(code: Tokens.Code, line: number, problems: Problems): Fence | undefined {
  const opening = /^(`{3,}|~{3,})(.*)/.exec(code.raw);
  if (opening === null) {
    problems.add(line, 'an indented code block', 'a fence of backticks at the margin', 'Fence it');
    return undefined;
  }
  const [, mark = '', info = ''] = opening;
  const [closing = '', ...inside] = code.raw.trimEnd().split('\n').slice(1).reverse();
  const closed = closing.startsWith(mark) && closing.replaceAll(mark.charAt(0), '').trim() === '';
  // The opening line of the next fence has words after its backticks, so Markdown takes it for text of the unclosed
  // fence.
  if (!closed || inside.some((text) => text.startsWith(mark))) {
    problems.add(line, 'this fence is never closed', `a line ${mark}`, 'Close it after its last line');
    return undefined;
  }
  return readFence(info.trim(), line, problems);
}

// Inside a list, a quote or HTML, Markdown changes a fence's text, or does not see a fence at all.
function checkNestedFences(token: Token, line: number, problems: Problems): void {
  for (const [index, text] of token.raw.split('\n').entries())
    if (/^[\s>*+\-\d.)]*(`{3}|~{3})/.test(text))
      problems.add(
        line + index,
        'a fence inside other text',
        'every fence at the margin, with a blank line before it',
        'Move it out of the list, the quote or the HTML',
      );
}
