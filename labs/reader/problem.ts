/** One problem that the reader found on a page. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly expected: string;
  readonly todo: string;
}

/** All problems of the pages that were read, so that an author can fix them in one go. */
export class PageError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'PageError';
    this.problems = problems;
  }
}

/** Collects the problems of one file. */
export class Problems {
  readonly file: string;
  readonly found: Problem[] = [];

  constructor(file: string) {
    this.file = file;
  }

  add(line: number, message: string, expected: string, todo: string): void {
    this.found.push({ file: this.file, line, message, expected, todo });
  }
}

/** `file:line: what is wrong. Expected what. What to do.` */
export function problemText(problem: Problem): string {
  const { file, line, message, expected, todo } = problem;
  return `${file}:${line}: ${message}. Expected ${expected}. ${todo}.`;
}
