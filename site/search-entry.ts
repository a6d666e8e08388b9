/** A stretch of a page that a search can find: where it is, what it is called, what it says. */
export type SearchEntry = readonly [path: string, kind: string, title: string, heading: string, text: string];
