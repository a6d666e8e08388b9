import { invalidNextToken } from '../errors.ts';

/**
 * One page of a list. The token contains the id of the page's last item, so that items added at the front meanwhile
 * cause no repeated or skipped items. Throws InvalidNextTokenException for a token that names no item of the list.
 */
export function page<T>(
  items: T[],
  idOf: (item: T) => string,
  {
    nextToken,
    maxResults,
    maxPageSize,
  }: { nextToken?: string | undefined; maxResults?: number | undefined; maxPageSize: number },
): { items: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : items.findIndex((item) => idOf(item) === decode(nextToken)) + 1;
  if (nextToken !== undefined && start === 0) throw invalidNextToken();
  const end = start + Math.min(maxResults ?? maxPageSize, maxPageSize);
  const pageItems = items.slice(start, end);
  const last = pageItems.at(-1);
  return end < items.length && last !== undefined
    ? { items: pageItems, nextToken: Buffer.from(idOf(last)).toString('base64url') }
    : { items: pageItems };
}

const decode = (token: string) => Buffer.from(token, 'base64url').toString('utf8');
