/** A mistake of an author: the change on one page, and the message that lint:labs has to report. */
export interface Mistake {
  name: string;
  page: string;
  from: RegExp | string;
  to: string;
  /** Text on the line that the message has to name. Without it, any line is accepted. */
  on?: string;
  says: string;
}
