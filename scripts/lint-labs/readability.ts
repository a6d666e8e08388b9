import { syllable } from 'syllable';
import { allPages, type Course } from './course.ts';
import { proseOf } from './prose.ts';

/** How hard a page is to read. */
export interface Readability {
  file: string;
  words: number;
  /** The Flesch-Kincaid grade: about the number of years at school that the page requires. */
  grade: number;
}

const formula = (words: number, sentences: number, syllables: number) =>
  0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;

/** Rates only paragraphs: a list of buttons is not prose. */
export function readabilityOf(file: string): Readability {
  const text = proseOf(file)
    .filter(({ isFragment }) => !isFragment)
    .map((each) => each.text)
    .join('\n');
  const words = text.match(/\p{L}[\p{L}’'-]*/gu) ?? [];
  const sentences = Math.max(1, text.match(/[.!?:](?=\s|$)/g)?.length ?? 1);
  const grade = words.length === 0 ? 0 : formula(words.length, sentences, syllable(words.join(' ')));
  return { file, words: words.length, grade };
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

/** One line for each kind of page, and the three pages that are hardest to read. */
export function readabilityReport(course: Course): string {
  const kinds = {
    steps: course.steps,
    causes: course.causes,
    reference: course.reference,
    drills: course.drills,
  };
  const lines = Object.entries(kinds).map(([kind, pagesOfKind]) => {
    const readings = pagesOfKind.map(({ file }) => readabilityOf(file));
    const words = readings.reduce((sum, each) => sum + each.words, 0);
    return `  ${kind.padEnd(9)} ${String(pagesOfKind.length).padStart(3)} pages  ${words.toLocaleString('en').padStart(7)} words  grade ${mean(readings.map(({ grade }) => grade)).toFixed(1)}`;
  });
  const hardest = allPages(course)
    .map(({ file }) => readabilityOf(file))
    .filter(({ words }) => words > 100)
    .sort((a, b) => b.grade - a.grade)
    .slice(0, 3)
    .map(({ file, grade }) => `${file.replace(/^.*labs\//, '')} ${grade.toFixed(1)}`);
  return `Reading level (Flesch-Kincaid, years at school):\n${lines.join('\n')}\n  hardest: ${hardest.join(', ')}\n`;
}
