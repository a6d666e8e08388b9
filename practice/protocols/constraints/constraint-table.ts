/**
 * The constraints of a service's model on a value of a simple shape. `min` and `max` limit the length of a string,
 * list, map or blob, or the value of a number.
 */
export interface ShapeConstraint {
  min?: number;
  max?: number;
  /** AWS's own text: a Java regular expression that the whole value must match. */
  pattern?: string;
  enum?: readonly string[];
  /** Names of the shapes of a list's items and of a map's keys and values, when those are simple. */
  each?: string;
  key?: string;
  value?: string;
  /** Error messages do not repeat the value. */
  sensitive?: true;
}

/** A service's constraints: those of its simple shapes, and the name of the shape of each structure's members. */
export interface ConstraintTable {
  shapes: Readonly<Record<string, ShapeConstraint>>;
  members: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
