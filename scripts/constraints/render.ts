import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';
import type { ConstraintSource } from './source.ts';

/** A table as TypeScript. Biome formats it. */
export function render(
  service: string,
  { apiVersion, extractedFrom }: ConstraintSource,
  table: ConstraintTable,
): string {
  return [
    "import type { ConstraintTable } from './constraint-table.ts';",
    '',
    `// Written by \`npm run constraints\` from source/${service}.json: the model of ${apiVersion} (${extractedFrom}).`,
    `export const ${service}: ConstraintTable = {`,
    '  shapes: {',
    ...lines(table.shapes),
    '  },',
    '  members: {',
    ...lines(table.members),
    '  },',
    '};',
    '',
  ].join('\n');
}

function lines(entries: Readonly<Record<string, object>>): string[] {
  return Object.keys(entries)
    .sort()
    .map((name) => {
      const fields = Object.entries(entries[name] ?? {}).map(([key, value]) => `${key}: ${literal(value)}`);
      return `    ${name}: { ${fields.join(', ')} },`;
    });
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  // Patterns contain control characters and others that editors do not show.
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
