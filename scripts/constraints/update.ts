import { existsSync } from 'node:fs';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';
import { missingFromSource, type ServedOperation } from './check.ts';
import { collect } from './collect.ts';
import { type Weakening, weakenings } from './compare.ts';
import { type ConstraintSource, readSource, writeSource } from './source.ts';

/** What stops an update: one line for each problem. */
export class Refused extends Error {}

/**
 * The table of the served operations. Throws Refused when the source lacks something that they need, and when a rule of
 * the present table would be lost although it is not in `allowed`. A structure or shape that no served operation
 * reaches any more may go.
 */
export function updatedTable(
  service: string,
  source: ConstraintSource,
  served: readonly ServedOperation[],
  present: ConstraintTable,
  allowed: readonly string[],
): ConstraintTable {
  const missing = missingFromSource(source, served);
  if (missing.length > 0) throw new Refused(missing.map((line) => `${service}: ${line}`).join('\n'));
  const { table, reached } = collect(
    source,
    served.map(({ name }) => name),
  );
  refuseUnlessAllowed(
    service,
    weakenings(present, table, (name) => reached.has(name)),
    allowed,
  );
  return table;
}

/**
 * Writes a source. Throws Refused, and writes nothing, when the file has an operation or a rule that the new source
 * lacks or weakens although it is not in `allowed`.
 */
export function updateSource(
  service: string,
  file: string,
  next: ConstraintSource,
  allowed: readonly string[],
): void {
  if (existsSync(file)) {
    const present = readSource(file);
    const removed = Object.keys(present.operations).filter((name) => next.operations[name] === undefined);
    const ofOperations = removed.map((name) => ({ name, change: 'the operation → none' }));
    refuseUnlessAllowed(service, [...ofOperations, ...weakenings(present, next)], allowed);
  }
  writeSource(file, next);
}

function refuseUnlessAllowed(service: string, found: readonly Weakening[], allowed: readonly string[]): void {
  const refused = found.filter(({ name }) => !allowed.includes(name));
  if (refused.length === 0) return;
  const lines = refused.map(
    ({ name, change }) =>
      `${service}: ${name} would lose a rule: ${change}. To accept this: --allow-removal ${name}`,
  );
  throw new Refused(lines.join('\n'));
}
