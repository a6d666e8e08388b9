import { join } from 'node:path';
import { type Cause, readCauses } from '../../labs/reader/causes.ts';
import { type Diagram, readDiagrams } from '../../labs/reader/diagrams.ts';
import { type Drill, readDrills } from '../../labs/reader/drills.ts';
import type { CoursePage, StepPage } from '../../labs/reader/page.ts';
import { PageError, type Problem } from '../../labs/reader/problem.ts';
import { type ReferencePage, readReference } from '../../labs/reader/reference.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';

/** Every page of the course, as far as it could be read. */
export interface Course {
  steps: readonly StepPage[];
  causes: readonly Cause[];
  reference: readonly ReferencePage[];
  drills: readonly Drill[];
  diagrams: readonly Diagram[];
}

/** One rule of the linter. */
export type LintRule = (course: Course) => Problem[] | Promise<Problem[]>;

export const pagesWithCommands = ({ steps, causes, drills }: Course): CoursePage[] => [
  ...steps,
  ...causes,
  ...drills,
];
export const allPages = (course: Course): (CoursePage | ReferencePage)[] => [
  ...pagesWithCommands(course),
  ...course.reference,
];

/**
 * Reads a course's folder. `problems` has what the readers reject. A kind of page with a problem is missing from the
 * course, and links to it are not checked.
 */
export function readCourse(folder: string): { course: Course; problems: Problem[] } {
  const problems: Problem[] = [];
  function readOrCollect<T>(read: () => readonly T[]): readonly T[] | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  }
  const steps = readOrCollect(() => readStepPages(join(folder, 'steps')));
  const causes = steps && readOrCollect(() => readCauses(join(folder, 'causes'), steps));
  const linkTargets = [...(steps ?? []), ...(causes ?? [])];
  const reference = causes && readOrCollect(() => readReference(join(folder, 'reference'), linkTargets));
  const drills = causes && readOrCollect(() => readDrills(join(folder, 'drills'), causes, steps ?? []));
  // Whether a diagram is shown can be checked only if every page was read.
  const all = steps && causes && reference && drills && [...steps, ...causes, ...reference, ...drills];
  const diagrams = all && readOrCollect(() => readDiagrams(join(folder, 'diagrams'), all));
  const course = {
    steps: steps ?? [],
    causes: causes ?? [],
    reference: reference ?? [],
    drills: drills ?? [],
    diagrams: diagrams ?? [],
  };
  return { course, problems };
}
