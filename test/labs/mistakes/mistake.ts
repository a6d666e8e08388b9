/** A mistake that an author may make: what it changes on which page, and what the gate has to say of it. */
export interface Mistake {
  name: string;
  page: string;
  from: RegExp | string;
  to: string;
  /** Text on the line that has to be named; line 1 where the whole page is meant. */
  on?: string;
  says: string;
}
