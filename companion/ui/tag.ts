/** A tag as the console keeps it; each service spells it in its own way. */
export type Tag = { key: string; value: string };
