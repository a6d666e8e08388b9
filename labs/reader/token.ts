import type { Token } from 'marked';

/** A top-level token and the line of the file on which it starts. */
export interface PlacedToken {
  readonly token: Token;
  readonly line: number;
}
