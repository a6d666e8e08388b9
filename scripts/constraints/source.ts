import { readFileSync, writeFileSync } from 'node:fs';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';

/** The folder of the sources and tables, from the root of the repository. */
export const folder = 'practice/protocols/constraints';

/**
 * What a service's model says about its inputs: every operation, every structure with all its members, and every other
 * shape, with or without constraints.
 */
export interface ConstraintSource extends ConstraintTable {
  /** The model's own version, such as `2010-05-08`, and the release that it is from, such as `botocore 1.43.11`. */
  apiVersion: string;
  extractedFrom: string;
  /** The input's structure by operation; null for an operation without input. */
  operations: Readonly<Record<string, string | null>>;
}

export function readSource(file: string): ConstraintSource {
  return JSON.parse(readFileSync(file, 'utf8')) as ConstraintSource;
}

/** Writes one line for each operation, structure and shape, so that a diff shows each changed rule. */
export function writeSource(file: string, source: ConstraintSource): void {
  const { apiVersion, extractedFrom, ...tables } = source;
  const head = Object.entries({ apiVersion, extractedFrom }).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const body = (['operations', 'members', 'shapes'] as const).map((name) => {
    const lines = Object.entries(tables[name])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return `  "${name}": {\n${lines.join(',\n')}\n  }`;
  });
  writeFileSync(file, `{\n${[...head, ...body].join(',\n')}\n}\n`);
}
