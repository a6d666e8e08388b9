/** A tag in the console's own shape. Each service's API has its own names for key and value. */
export type Tag = { key: string; value: string };
