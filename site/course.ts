import { join, relative } from 'node:path';
import { type Cause, readCauses } from '../labs/reader/causes.ts';
import { type Diagram, readDiagrams } from '../labs/reader/diagrams.ts';
import { type Drill, readDrills } from '../labs/reader/drills.ts';
import type { CoursePage, StepPage } from '../labs/reader/page.ts';
import { type ReferencePage, readReference } from '../labs/reader/reference.ts';
import { readStepPages } from '../labs/reader/step-pages.ts';

/** All pages and diagrams of the course. */
export interface Course {
  /** The folder that the course was read from. */
  readonly folder: string;
  readonly steps: readonly StepPage[];
  readonly causes: readonly Cause[];
  readonly drills: readonly Drill[];
  /** In reading order, with the glossary last. */
  readonly reference: readonly ReferencePage[];
  readonly diagrams: readonly Diagram[];
}

// The order of the tutorial that the course is based on. A page that is not in this list comes after these.
const referenceOrder = [
  ['concepts', 'why', 'use-cases', 'features', 'architecture', 'prerequisites', 'pricing', 'best-practices'],
  ['security', 'limits', 'alternatives', 'designs', 'faq', 'resources'],
].flat();

function rank(id: string): number {
  if (id === 'glossary') return referenceOrder.length + 1;
  return referenceOrder.includes(id) ? referenceOrder.indexOf(id) : referenceOrder.length;
}

/** Reads the course's folder. Throws a PageError with all problems of the first kind of page that has any. */
export function readCourse(folder: string): Course {
  const steps = readStepPages(join(folder, 'steps'));
  const causes = readCauses(join(folder, 'causes'), steps);
  const drills = readDrills(join(folder, 'drills'), causes, steps);
  const reference = readReference(join(folder, 'reference'), [...steps, ...causes]);
  const diagrams = readDiagrams(join(folder, 'diagrams'), [...steps, ...causes, ...drills, ...reference]);
  const ordered = [...reference].sort((a, b) => rank(a.id) - rank(b.id));
  return { folder, steps, causes, drills, reference: ordered, diagrams };
}

/** The path of a course page from the site's root: `steps/step-3-bucket.html`. */
export const pathOf = ({ folder }: Course, { file }: Pick<CoursePage, 'file'>): string =>
  relative(folder, file).replaceAll('\\', '/').replace(/\.md$/, '.html');

/** The number of a step: 3 for `step-3`. */
export const numberOf = (step: string): number => Number(step.slice('step-'.length));
