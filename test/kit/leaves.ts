/** Where a value is within a document: the keys and indexes that lead to it. */
export type Path = readonly (string | number)[];

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array);

/** Every value within a document, containers too, the document itself not. */
export function valuesIn(document: unknown, at: Path = []): { path: Path; value: unknown }[] {
  if (!isContainer(document)) return [];
  const isList = Array.isArray(document);
  return Object.entries(document).flatMap(([key, value]) => {
    const path = [...at, isList ? Number(key) : key];
    return [{ path, value }, ...valuesIn(value, path)];
  });
}

/** `stages[].actions[].name`: the member, whichever element of a list it is in. */
export const memberOf = (path: Path) =>
  path
    .map((key) => (typeof key === 'number' ? '[]' : `.${key}`))
    .join('')
    .replace(/^\./, '');

/** A copy of the document in which one value is another one; undefined removes it. */
export function withValue(document: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy: unknown = Array.isArray(document) ? [...document] : { ...(document as object) };
  const fields = copy as Record<string | number, unknown>;
  const inner = withValue(fields[key], rest, value);
  if (inner === undefined && rest.length === 0) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete fields[key];
  } else fields[key] = inner;
  return copy;
}
