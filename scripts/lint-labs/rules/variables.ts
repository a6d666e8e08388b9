import type { Problem } from '../../../labs/reader/problem.ts';
import { type Course, pagesWithCommands } from '../course.ts';

/**
 * The variables that a terminal has before the first page: those of the shell, the practice account and the drill.
 */
const predefined = [
  'HOME',
  'PWD',
  'PATH',
  'TMPDIR',
  'AWS_ENDPOINT_URL',
  'LAB_TARGET',
  'LAB_GIT_URL',
  'PAGE_URL',
];

const assignment = /(?:^|[\s;(])(?:export )?([A-Z_][A-Z0-9_]*)=/g;
const loop = /\bfor ([A-Z_][A-Z0-9_]*) in\b/g;
/** `$NAME` and `${NAME}`. A variable with a default, `${NAME:-…}`, may be unset. */
const reference = /\$(?:\{([A-Z_][A-Z0-9_]*)(?![A-Z0-9_]|:?-)|([A-Z_][A-Z0-9_]*))/g;

const names = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');

/** The names that step 1 writes into `workspace/values.sh`. */
export function valueNames({ steps }: Course): string[] {
  const block = steps
    .flatMap(({ blocks }) => blocks)
    .find(({ text }) => text.includes('workspace/values.sh << EOF'));
  return block === undefined ? [] : names(block.text, assignment);
}

/** Every variable that a command uses is set above it on the page, or is one of the names of step 1. */
export function variables(course: Course): Problem[] {
  const values = valueNames(course);
  return pagesWithCommands(course).flatMap(({ file, blocks }) => {
    const set = new Set(predefined);
    return blocks.flatMap(({ text, line }) =>
      text.split('\n').flatMap((printed, at) => {
        const bare = printed.replace(/'[^']*'/g, "''");
        if (/(^|[\s;])\. workspace\/values\.sh/.test(bare)) for (const name of values) set.add(name);
        for (const name of [...names(printed, assignment), ...names(bare, loop)]) set.add(name);
        return names(bare, reference)
          .filter((name) => !set.has(name))
          .map((name) => ({
            file,
            line: line + at,
            message: `$${name} is not set here`,
            expected: 'a name of workspace/values.sh, or one that a command above it sets',
            todo: `Set it, or read the names first: . workspace/values.sh`,
          }));
      }),
    );
  });
}
