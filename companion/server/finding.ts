/** One finding of the checker, as a report has it and a page shows it. */
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
  /** What ties commit, execution, approval and object together, line by line. */
  proof?: string[];
}

/** A finding on its way to a page. */
export interface OrderedFinding extends Finding {
  /** Where it stands among its step's findings, whenever it comes. */
  place: number;
}
