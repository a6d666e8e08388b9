import type { Block, StepPage, Value } from './page.ts';
import type { Problems } from './problem.ts';

// Characters that a shell interprets between double quotes or at a prompt.
const unsafe = /["$`\\!\n\r]/;

/** Reads a `values` block: only `export NAME="text"` lines. */
export function readValues(text: string, line: number, problems: Problems): Value[] {
  const values: Value[] = [];
  for (const [index, printed] of text.split('\n').entries()) {
    const match = /^export ([A-Z][A-Z0-9_]*)="([^"]*)"$/.exec(printed);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined || unsafe.test(value))
      problems.add(
        line + index,
        `'${printed}' does not belong in a values block`,
        'export NAME="plain text"',
        'Move it to a block of its own',
      );
    else values.push({ name, text: value, line: line + index });
  }
  return values;
}

/**
 * Replaces the pages' default values with the learner's own. Throws an Error for a value that no page has, or that
 * contains a character that a shell interprets.
 */
export function fillValues(
  pages: readonly StepPage[],
  learnerValues: Readonly<Record<string, string>>,
): StepPage[] {
  const valueNames = new Set(pages.flatMap((page) => page.blocks.flatMap(namesIn)));
  for (const [name, text] of Object.entries(learnerValues)) {
    if (!valueNames.has(name)) {
      const known = [...valueNames].sort().join(', ');
      throw new Error(`No page asks for a value ${name}. Expected one of: ${known}. Remove it.`);
    }
    if (unsafe.test(text))
      throw new Error(
        `The value of ${name} holds a character that a shell would read: ${JSON.stringify(text)}.`,
      );
  }
  return pages.map((page) => ({
    ...page,
    blocks: page.blocks.map((block) => fillBlock(block, learnerValues)),
  }));
}

function namesIn(block: Block): string[] {
  return block.use === 'run' ? (block.values ?? []).map((value) => value.name) : [];
}

function fillBlock(block: Block, learnerValues: Readonly<Record<string, string>>): Block {
  if (block.use !== 'run' || block.values === undefined) return block;
  const values = block.values.map((value) => ({ ...value, text: learnerValues[value.name] ?? value.text }));
  return { ...block, values, text: values.map(({ name, text }) => `export ${name}="${text}"`).join('\n') };
}
