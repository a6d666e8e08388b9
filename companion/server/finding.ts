/** A finding of the checker, as a report contains it and a page shows it. */
export interface Finding {
  check: string;
  verdict: string;
  title: string;
  expected: string;
  found: string;
  why: string;
  fix?: string;
  /** `labs/steps/step-3-bucket.md#check-bucket-exists` */
  link: string;
  cause?: string;
  /** The evidence that connects commit, execution, approval and object, line by line. */
  proof?: string[];
}

/** A finding as the server sends it to a step's page. */
export interface OrderedFinding extends Finding {
  /** The index of the finding's check among the checks of its step. Findings arrive in any order. */
  place: number;
}
