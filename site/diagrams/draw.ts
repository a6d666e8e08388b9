import { instance, type RenderResult } from '@viz-js/viz';
import type { Diagram } from '../../labs/reader/diagrams.ts';
import { PageError, Problems } from '../../labs/reader/problem.ts';
import { fontSize } from './style.ts';
import { toPageSvg } from './svg.ts';

const fontname = 'Arial';
// A name is drawn bold, and a label beside its edge needs air: both are measured larger than they are drawn.
const measuredFontSize = fontSize + 2;
const options = {
  format: 'svg',
  engine: 'dot',
  nodeAttributes: { fontname, fontsize: fontSize, shape: 'box', style: 'rounded', margin: '0.2,0.09' },
  edgeAttributes: { fontname, fontsize: measuredFontSize, arrowsize: 0.8 },
};
// Within the source, since what is set from outside does not reach a cluster in a cluster; on its first line, so that
// the lines that Graphviz counts are the file's.
const graphHead =
  `digraph { graph [bgcolor=transparent compound=true fontname=${fontname} fontsize=${measuredFontSize} labeljust=l ` +
  'newrank=true nodesep=0.3 ranksep=0.4 pad=0.06]';

/**
 * Draws a diagram as an SVG that stands alone or within a page: the same text for the same diagram.
 * Throws a PageError with what Graphviz has against the source, warnings included.
 */
export async function drawDiagram(diagram: Diagram): Promise<string> {
  const { output, errors } = await layOut(diagram.source.trimEnd().replace('digraph {', graphHead));
  const problems = new Problems(diagram.file);
  for (const { message } of errors)
    problems.add(lineOf(message, diagram), graphvizProblem(message), 'what it can draw', 'Mend the source');
  if (output === undefined || problems.found.length > 0) throw new PageError(problems.found);
  return toPageSvg(output, diagram);
}

/** With a Graphviz of its own: one that has stopped over a source draws nothing any more. */
async function layOut(source: string): Promise<Pick<RenderResult, 'output' | 'errors'>> {
  const graphviz = await instance();
  try {
    return graphviz.render(source, options);
  } catch (error) {
    // An assertion of its own, for example over a node that stands in two clusters.
    if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
    return { output: undefined, errors: [{ message: error.message }] };
  }
}

const graphvizProblem = (message: string) =>
  `Graphviz says: ${message.split('\n')[0]?.replace(/ in line \d+|\.$/g, '')}`;

/** Graphviz counts the source's lines from one; of a warning it names no line. */
function lineOf(message: string, { line }: Diagram): number {
  const [, within = '1'] = /in line (\d+)/.exec(message) ?? [];
  return line + Number(within) - 1;
}
