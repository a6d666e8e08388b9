/** Whether a value has a certain form. */
export type Shape = (value: unknown) => boolean;

export const isText: Shape = (value) => typeof value === 'string';
export const isNumber: Shape = (value) => typeof value === 'number';
export const isFlag: Shape = (value) => typeof value === 'boolean';
export const isBytes: Shape = (value) => value instanceof Uint8Array;

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined, or of this form. */
export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);

export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

/** An object whose values all have this form. */
export const valuesOf =
  (shape: Shape): Shape =>
  (value) =>
    isFields(value) && Object.values(value).every(shape);

/** An object with these fields, and any others. */
export const fields =
  (shapes: Record<string, Shape>): Shape =>
  (value) =>
    isFields(value) && Object.entries(shapes).every(([name, shape]) => shape(value[name]));
