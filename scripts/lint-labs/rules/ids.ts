import type { Problem } from '../../../labs/reader/problem.ts';
import type { Course } from '../course.ts';

/** Within a kind of page every id is used once. */
export function ids({ steps, causes, reference, drills }: Course): Problem[] {
  return [steps, causes, reference, drills].flatMap((kind) => {
    const first = new Map<string, string>();
    return kind.flatMap(({ id, file }) => {
      const before = first.get(id);
      first.set(id, before ?? file);
      if (before === undefined) return [];
      return [
        {
          file,
          line: 2,
          message: `${before} has the id ${id}, too`,
          expected: 'an id of its own',
          todo: 'Change it',
        },
      ];
    });
  });
}
