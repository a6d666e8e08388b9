import { basename } from 'node:path';
import { findCycles } from './cycles.ts';
import type { Import, SourceFile } from './imports.ts';
import { mayImportBase, moduleOf, modules } from './modules.ts';
import { retiredFileNames, retiredNames } from './retired-names.ts';

/** What is wrong, as `file:line: what, and what to do`. */
export type Violation = string;

const isBelow = (file: string, folders: readonly string[] = []) =>
  folders.some((folder) => file.startsWith(`${folder}/`));

/** An import that the rules of modules.ts do not allow. */
function forbidden({ from, to, line, typesOnly }: Import): Violation[] {
  const own = moduleOf(from);
  if (own === undefined) return [];
  if (moduleOf(to) === own || isBelow(to, own.mayImport)) return [];
  if (isBelow(to, ['base']) && mayImportBase(own)) return [];
  if (isBelow(to, own.mayImportTypes) && typesOnly) return [];
  const allowed = [...own.mayImport, ...(own.mayImportTypes ?? []).map((folder) => `${folder} (types)`)];
  const list = allowed.length === 0 ? 'nothing outside itself' : allowed.join(', ');
  return [
    `${from}:${line}: imports ${to}. ${own.folder} may import ${list}. Get what it needs handed in, or move the file.`,
  ];
}

/** The imports between files, or between modules: each node with what it leads to. */
export function graphOf(
  sources: readonly SourceFile[],
  nodeOf: (file: string) => string | undefined,
): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of sources) {
    const from = nodeOf(file);
    if (from === undefined) continue;
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const { to } of imports) {
      const target = nodeOf(to);
      if (target !== undefined && target !== from) targets.add(target);
    }
  }
  return graph;
}

/** Import cycles between files, and between modules: a cycle of modules need not be one of files. */
function cycles(sources: readonly SourceFile[]): Violation[] {
  const files = findCycles(graphOf(sources, (file) => file));
  const folders = findCycles(graphOf(sources, (file) => moduleOf(file)?.folder));
  return [...files, ...folders].map(
    (cycle) =>
      `${cycle[0]}: imports itself by way of ${cycle.slice(1).join(', ')}. Move what they share into a file of its own, types into a types.ts beside them.`,
  );
}

/** Names that were replaced: a file's own name, or what it exports. */
function retired({ file, exports }: SourceFile): Violation[] {
  const found = exports.flatMap(({ name, line }) => {
    const instead = retiredNames.get(name);
    return instead === undefined
      ? []
      : [`${file}:${line}: exports ${name}, a retired name. Call it ${instead}, or what the field calls it.`];
  });
  const instead = retiredFileNames.get(basename(file).replace(/\..*$/, ''));
  if (instead === undefined) return found;
  return [...found, `${file}: a retired file name. Call it ${instead}, or by what is in it.`];
}

/** All violations, in the order of files: forbidden imports, cycles, retired names, files that no module owns. */
export function check(sources: readonly SourceFile[]): Violation[] {
  const homeless = sources.filter(({ file }) => file.includes('/') && moduleOf(file) === undefined);
  const empty = modules.filter(({ folder }) => !sources.some(({ file }) => file.startsWith(`${folder}/`)));
  return [
    ...sources.flatMap(({ imports }) => imports.flatMap(forbidden)),
    ...cycles(sources),
    ...sources.flatMap(retired),
    ...homeless.map(
      ({ file }) => `${file}: lies in no module. Add its folder to scripts/dependencies/modules.ts.`,
    ),
    ...empty.map(({ folder }) => `scripts/dependencies/modules.ts: ${folder} has no file. Remove its line.`),
  ];
}
