/** A section of a page in the search index. `path` has the section's anchor. */
export type SearchEntry = readonly [path: string, kind: string, title: string, heading: string, text: string];
