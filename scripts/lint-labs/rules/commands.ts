import { awsCommandLines } from '../../../aws-cli/command-lines.ts';
import { understands } from '../../../aws-cli/understands.ts';
import type { Problem } from '../../../labs/reader/problem.ts';
import { type Course, sheets } from '../course.ts';

/** The CLI's own, of which no service knows. */
const ownOfCli = [['sso', 'login']];
const isOwn = (argv: readonly string[]) =>
  ownOfCli.some((words) => words.every((word, at) => argv[at] === word));

/** Every `aws` command is one of the services' own operations, with parameters that these have. */
export async function commands(course: Course): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { file, blocks } of sheets(course))
    for (const { text, line } of blocks)
      for (const argv of awsCommandLines(text)) {
        if (isOwn(argv)) continue;
        const answer = await understands(argv);
        if ('ok' in answer) continue;
        problems.push({
          ...{ file, line: line + lineOf(text, argv) },
          message: `aws ${argv.slice(0, 2).join(' ')} is not understood: ${answer.error.replace(/\.?\s*\n\s*/g, ' ')}`,
          expected: "an operation and parameters of the service's schema",
          todo: 'Mend the command',
        });
      }
  return problems;
}

/** Lines before the command's own. */
function lineOf(text: string, argv: readonly string[]): number {
  const at = text.indexOf(`aws ${argv.slice(0, 2).join(' ')}`);
  return at < 0 ? 0 : text.slice(0, at).split('\n').length - 1;
}
