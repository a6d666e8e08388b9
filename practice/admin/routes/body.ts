/** The body of a request: a JSON object. */
export type Body = Readonly<Record<string, unknown>>;
