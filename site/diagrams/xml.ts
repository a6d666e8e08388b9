import { XMLBuilder, XMLParser } from 'fast-xml-parser';

/** An XML element. A string among its children is text, with entities decoded. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

/** The library's form for XML with `preserveOrder`: one key is the tag or `#text`, and `:@` has the attributes. */
type Ordered = Readonly<Record<string, unknown>>;

const options = { preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' };

/** The root element of well-formed XML, without comments, declaration and document type. */
export function parseXml(text: string): Element {
  const parser = new XMLParser({
    ...options,
    ignoreDeclaration: true,
    htmlEntities: true,
    parseTagValue: false,
    trimValues: false,
  });
  const nodes = (parser.parse(text) as Ordered[]).map(toElement);
  const root = nodes.find((node) => typeof node !== 'string');
  if (root === undefined) throw new Error('There is no element in this XML.');
  return root as Element;
}

/** Prints an element as XML on one line. */
export const printXml = (element: Element): string =>
  String(new XMLBuilder({ ...options, suppressEmptyNode: true }).build([toOrdered(element)]));

function toElement(node: Ordered): Element | string {
  const { ':@': attributes = {}, ...rest } = node;
  const [[tag, inside] = ['', []]] = Object.entries(rest);
  if (tag === '#text') return String(inside);
  return {
    tag,
    attributes: attributes as Record<string, string>,
    children: (inside as Ordered[]).map(toElement),
  };
}

function toOrdered(node: Element | string): Ordered {
  if (typeof node === 'string') return { '#text': node };
  return { [node.tag]: node.children.map(toOrdered), ':@': node.attributes };
}
