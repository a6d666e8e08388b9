import { drawDiagram } from '../../site/diagrams/draw.ts';
import { graphOf } from './check.ts';
import { transitiveReduction } from './cycles.ts';
import type { SourceFile } from './imports.ts';

/** Where the picture is kept, relative to the repository's root: CONTRIBUTING.md shows it. */
export const pictureFile = 'scripts/dependencies/modules.svg';

const inChecker = /^checker\/([^/]+)\//;

/** A node of the picture: a folder at the root, or one of the checker's. Scripts and tests import everything. */
function nodeOf(file: string): string | undefined {
  const root = file.split('/')[0];
  if (!file.includes('/') || root === 'scripts' || root === 'test') return undefined;
  const part = inChecker.exec(file)?.[1];
  return part === undefined ? root : `checker/${part}`;
}

/**
 * The modules and their imports as an SVG, drawn from the imports that are really there. Imports that a longer path
 * implies are not drawn. The same sources give the same text.
 */
export async function drawModules(sources: readonly SourceFile[]): Promise<string> {
  const graph = transitiveReduction(graphOf(sources, nodeOf));
  const nodes = [...new Set([...graph].flatMap(([from, targets]) => [from, ...targets]))].sort();
  const quoted = (node: string) => `"${node}"`;
  const label = (node: string) => `${quoted(node)} [label="${node.replace('checker/', '')}"]`;
  const checker = nodes.filter((node) => node.startsWith('checker/'));
  const others = nodes.filter((node) => !node.startsWith('checker/'));
  const source = [
    'digraph {',
    'subgraph cluster_checker { label="checker"',
    ...checker.map(label),
    '}',
    ...others.map(label),
    ...[...graph]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([from, targets]) => [...targets].sort().map((to) => `${quoted(from)} -> ${quoted(to)}`)),
    '}',
    '',
  ].join('\n');
  return drawDiagram({
    id: 'modules',
    file: pictureFile,
    line: 1,
    source,
    title: 'The modules and who imports whom',
    alt: `${nodes.join(', ')}. Each arrow points from a module to a module that it imports.`,
  });
}
