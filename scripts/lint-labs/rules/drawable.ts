import { PageError, type Problem } from '../../../labs/reader/problem.ts';
import { drawDiagram } from '../../../site/diagrams/draw.ts';
import type { Course } from '../course.ts';

/** Every diagram can be drawn. */
export async function drawable({ diagrams }: Course): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const diagram of diagrams) {
    try {
      await drawDiagram(diagram);
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems;
}
