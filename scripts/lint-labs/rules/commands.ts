import { awsCommandLines } from '../../../aws-cli/command-lines.ts';
import { validateCommand } from '../../../aws-cli/validate-command.ts';
import type { Problem } from '../../../labs/reader/problem.ts';
import { type Course, pagesWithCommands } from '../course.ts';

/** Commands of the CLI itself, which are in no service's schema. */
const cliCommands = [['sso', 'login']];
const isCliCommand = (argv: readonly string[]) =>
  cliCommands.some((words) => words.every((word, at) => argv[at] === word));

/** Every `aws` command is an operation of a service, with parameters that the operation has. */
export async function commands(course: Course): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { file, blocks } of pagesWithCommands(course))
    for (const { text, line } of blocks)
      for (const argv of awsCommandLines(text)) {
        if (isCliCommand(argv)) continue;
        const answer = await validateCommand(argv);
        if ('ok' in answer) continue;
        problems.push({
          file,
          line: line + lineOf(text, argv),
          message: `aws ${argv.slice(0, 2).join(' ')} is not understood: ${answer.error.replace(/\.?\s*\n\s*/g, ' ')}`,
          expected: "an operation and parameters of the service's schema",
          todo: 'Mend the command',
        });
      }
  return problems;
}

/** The number of lines before the command's line. */
function lineOf(text: string, argv: readonly string[]): number {
  const at = text.indexOf(`aws ${argv.slice(0, 2).join(' ')}`);
  return at < 0 ? 0 : text.slice(0, at).split('\n').length - 1;
}
