import { instance, type RenderResult } from '@viz-js/viz';
import type { Diagram } from '../../labs/reader/diagrams.ts';
import { PageError, Problems } from '../../labs/reader/problem.ts';
import { fontSize } from './style.ts';
import { toPageSvg } from './svg.ts';

const fontname = 'Arial';
// Graphviz lays texts out at this larger size, since names are drawn bold and an edge's label needs space around it.
const measuredFontSize = fontSize + 2;
const options = {
  format: 'svg',
  engine: 'dot',
  nodeAttributes: { fontname, fontsize: fontSize, shape: 'box', style: 'rounded', margin: '0.2,0.09' },
  edgeAttributes: { fontname, fontsize: measuredFontSize, arrowsize: 0.8 },
};
// These attributes are in the source, since the render options do not reach a cluster within a cluster. They are on its
// first line, so that the line numbers in Graphviz's messages are those of the file.
const graphHead =
  `digraph { graph [bgcolor=transparent compound=true fontname=${fontname} fontsize=${measuredFontSize} labeljust=l ` +
  'newrank=true nodesep=0.3 ranksep=0.4 pad=0.06]';

/**
 * Draws a diagram as an SVG for a file or for a page. The same diagram always has the same text.
 * Throws a PageError with Graphviz's errors and warnings.
 */
export async function drawDiagram(diagram: Diagram): Promise<string> {
  const { output, errors } = await layOut(diagram.source.trimEnd().replace('digraph {', graphHead));
  const problems = new Problems(diagram.file);
  for (const { message } of errors)
    problems.add(lineOf(message, diagram), graphvizProblem(message), 'what it can draw', 'Mend the source');
  if (output === undefined || problems.found.length > 0) throw new PageError(problems.found);
  return toPageSvg(output, diagram);
}

/** Creates a Graphviz instance for each source, since an instance that has aborted draws nothing more. */
async function layOut(source: string): Promise<Pick<RenderResult, 'output' | 'errors'>> {
  const graphviz = await instance();
  try {
    return graphviz.render(source, options);
  } catch (error) {
    // A failed assertion of Graphviz, for example for a node that is in two clusters.
    if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
    return { output: undefined, errors: [{ message: error.message }] };
  }
}

const graphvizProblem = (message: string) =>
  `Graphviz says: ${message.split('\n')[0]?.replace(/ in line \d+|\.$/g, '')}`;

/** The line in the diagram's file. Graphviz counts the source's lines from one, and names no line for a warning. */
function lineOf(message: string, { line }: Diagram): number {
  const [, within = '1'] = /in line (\d+)/.exec(message) ?? [];
  return line + Number(within) - 1;
}
