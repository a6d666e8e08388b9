import { createHash } from 'node:crypto';

/**
 * The most pages in a row that bring nothing new. AWS may return a page without items and with a token for the next
 * one, such as when it filters a list; no list is known to have this many of them.
 */
export const maxIdlePages = 20;

/** Why a listing has no end that can be reached. */
export interface EndlessListing {
  code: 'RepeatedPageToken' | 'NothingNew';
  message: string;
}

/** The page's lists as text; undefined when all of them are empty. */
function itemsOf(page: object): string | undefined {
  const lists = Object.values(page).filter((value) => Array.isArray(value) && value.length > 0);
  return lists.length === 0 ? undefined : JSON.stringify(lists);
}

/** Follows a listing from page to page and finds out that it does not come to an end. */
export class PageProgress {
  /** The first page is requested without a token. */
  private readonly tokens = new Set([JSON.stringify({})]);
  private readonly pages = new Set<string>();
  private idlePages = 0;

  /**
   * Call this with each page after which another one is requested, and with the input fields that request it. Returns
   * the reason why that request would lead nowhere.
   */
  after(page: object, nextInput: object): EndlessListing | undefined {
    const token = JSON.stringify(nextInput);
    if (this.tokens.has(token))
      return {
        code: 'RepeatedPageToken',
        message: 'a page names an earlier page as the next one, so the list cannot be read to its end',
      };
    this.tokens.add(token);
    this.idlePages = this.bringsNews(page) ? 0 : this.idlePages + 1;
    if (this.idlePages < maxIdlePages) return undefined;
    return {
      code: 'NothingNew',
      message: `${maxIdlePages} pages in a row contain nothing new, so the list cannot be read to its end`,
    };
  }

  private bringsNews(page: object): boolean {
    const items = itemsOf(page);
    if (items === undefined) return false;
    const digest = createHash('sha1').update(items).digest('base64');
    if (this.pages.has(digest)) return false;
    this.pages.add(digest);
    return true;
  }
}
