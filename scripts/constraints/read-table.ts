import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';

/**
 * The table of a service from its file, which `export const <service>` begins. The file is read and not imported, since
 * an import would be part of the bundle, which is older than the file that this script has just written.
 */
export async function readTable(file: string, service: string): Promise<ConstraintTable> {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts' });
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<
    string,
    ConstraintTable
  >;
  const table = module[service];
  if (table === undefined) throw new Error(`${file} does not export ${service}.`);
  return table;
}
