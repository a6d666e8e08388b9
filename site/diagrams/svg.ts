import type { Diagram } from '../../labs/reader/diagrams.ts';
import { nodeClasses } from '../../labs/reader/dot-rules.ts';
import { fontFamily, fontSize, styleOf, tintClass } from './style.ts';
import { type Element, parseXml, printXml } from './xml.ts';

/** Converts Graphviz's SVG for use in a page: with title and description, in the page's text color, with unique ids. */
export function toPageSvg(graphvizSvg: string, { id: name, title, alt }: Diagram): string {
  const { attributes, children } = parseXml(graphvizSvg);
  const id = `diagram-${name}`;
  const [, , width = '', height = ''] = (attributes.viewBox ?? '').split(' ');
  const text = (tag: string, rest: Record<string, string>, content: string): Element => ({
    tag,
    attributes: rest,
    children: [content],
  });
  const svg: Element = {
    tag: 'svg',
    attributes: {
      xmlns: 'http://www.w3.org/2000/svg',
      id,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      width: String(Math.ceil(Number(width))),
      height: String(Math.ceil(Number(height))),
      viewBox: attributes.viewBox ?? '',
      fill: 'none',
      'stroke-width': '1.25',
      'font-family': fontFamily,
      'font-size': String(fontSize),
    },
    children: [
      text('title', { id: `${id}-title` }, title),
      text('desc', { id: `${id}-desc` }, alt),
      text('style', {}, styleOf(id)),
      ...children.flatMap((child) => toPage(child, '')),
    ],
  };
  return `${printXml(svg)}\n`;
}

const allowedAttributes = new Set(
  'd points cx cy rx ry x y transform text-anchor stroke-dasharray'.split(' '),
);

// Graphviz's dotted lines are too faint on a small screen.
const graphvizDots = '1,5';
const dots = '2,4';

/** Converts a node of the SVG. `group` is the class of the group around it: `node gate`, `edge`, `cluster`. */
function toPage(node: Element | string, group: string): (Element | string)[] {
  // Text between elements is only whitespace.
  if (typeof node === 'string') return node.trim() === '' ? [] : [node];
  // A browser would show the title of a group, such as `a->b`, as a tooltip.
  if (node.tag === 'title') return [];
  const attributes = Object.entries(node.attributes)
    .filter(([name]) => allowedAttributes.has(name))
    .map(([name, value]) => [name, value === graphvizDots ? dots : value]);
  if (node.tag === 'g') {
    const inside = node.attributes.class ?? '';
    return [{ tag: 'g', attributes: Object.fromEntries(attributes), children: withinGroup(node, inside) }];
  }
  const ink = node.tag === 'text' ? { fill: 'currentColor' } : shapeInk(node, group);
  return [
    {
      tag: node.tag,
      attributes: { ...Object.fromEntries(attributes), ...ink },
      children: node.children.flatMap((child) => toPage(child, group)),
    },
  ];
}

/** Converts a group's children: tints the first shape of a node, and draws the first of several text lines bold. */
function withinGroup({ children }: Element, group: string): (Element | string)[] {
  const nodeClass = nodeClasses.find((one) => group.split(' ').includes(one));
  const texts = children.filter((child) => typeof child !== 'string' && child.tag === 'text');
  const isNamed = group.startsWith('cluster') || (group.startsWith('node') && texts.length > 1);
  const shape = children.find((child) => typeof child !== 'string' && shapeTags.has(child.tag));
  return children.flatMap((child) =>
    toPage(child, group).map((converted) => {
      if (typeof converted === 'string') return converted;
      if (child === shape && nodeClass !== undefined && group.startsWith('node'))
        return { ...converted, attributes: { ...converted.attributes, class: tintClass(nodeClass) } };
      if (isNamed && child === texts[0])
        return { ...converted, attributes: { ...converted.attributes, 'font-weight': 'bold' } };
      return converted;
    }),
  );
}

const shapeTags = new Set(['path', 'polygon', 'ellipse']);

/** The colors of a shape: lines have the page's text color. Arrowheads, the polygons of an edge, are filled with it. */
function shapeInk({ tag, attributes }: Element, group: string): Record<string, string> {
  if (attributes.stroke === 'none' || attributes.stroke === 'transparent') return { stroke: 'none' };
  if (group.startsWith('cluster')) return { stroke: 'currentColor', 'stroke-opacity': '0.6' };
  if (group.startsWith('edge') && tag === 'polygon') return { stroke: 'currentColor', fill: 'currentColor' };
  return { stroke: 'currentColor' };
}
