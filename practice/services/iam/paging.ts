import { AwsError } from '../../core/errors.ts';

/** The members that select a page, in the inputs of all of IAM's lists. */
export interface PageInput {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** One page of a list. `rest` has the members that all of IAM's lists have in common. */
export interface Page<T> {
  items: T[];
  rest: { IsTruncated: boolean; Marker?: string };
}

/**
 * A page of `all` in the order of their keys, which must be unique. The marker contains the page's last key, so that
 * items created or deleted between two pages cause no repeated or skipped items. Throws ValidationError.
 */
export function pageOf<T>(
  all: T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems = 100 }: PageInput,
): Page<T> {
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const sorted = all
    .map((item) => ({ key: keyOf(item), item }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = sorted.slice(0, MaxItems);
  const last = page.at(-1);
  const IsTruncated = sorted.length > page.length;
  return {
    items: page.map(({ item }) => item),
    rest: IsTruncated && last ? { IsTruncated, Marker: writeMarker(last.key) } : { IsTruncated },
  };
}

function writeMarker(key: string): string {
  return Buffer.from(JSON.stringify({ after: key })).toString('base64');
}

function readMarker(marker: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(marker, 'base64').toString()) as { after?: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // Not one of our markers: throw below.
  }
  throw new AwsError('ValidationError', 'Invalid Marker.');
}
