/** What a service's model demands of a value beyond its type. Lengths, sizes or values, by the value's kind. */
export interface ShapeConstraint {
  min?: number;
  max?: number;
  /** AWS's own text, a Java regular expression that has to fit the whole value. */
  pattern?: string;
  enum?: readonly string[];
  /** Names of the shapes of a list's items and of a map's keys and values, when those are simple. */
  each?: string;
  key?: string;
  value?: string;
  /** Errors do not repeat the value. */
  sensitive?: true;
}

/** A service's constraints: its simple shapes, and which member of which structure has which. */
export interface ConstraintTable {
  shapes: Readonly<Record<string, ShapeConstraint>>;
  members: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
