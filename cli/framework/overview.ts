import type { CommandEntry } from './command.ts';

/** What `lab --help` prints. It loads no command. */
export function overview(commands: Readonly<Record<string, CommandEntry>>): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  lab ${name.padEnd(10)} ${summary}`);
  return `AWS CodePipeline, learned by doing.

usage: lab <command> [options]

  npm run <command> -- [options] works for start, check, teardown, demo,
  practice and rehearse.

${rows.join('\n')}

  lab <command> --help tells more, with examples.
  lab --version prints the kit's version.
`;
}
