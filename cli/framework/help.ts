/** The summary of each command, by its name. */
export type Summaries = Readonly<Record<string, { summary: string }>>;

/** What `lab --help` prints. */
export function overview(commands: Summaries): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  lab ${name.padEnd(10)} ${summary}`);
  return `AWS CodePipeline, learned by doing.

usage: lab <command> [options]     (npm run <command> -- [options] works for start, check, teardown, demo, practice, rehearse)

${rows.join('\n')}

  lab <command> --help tells more, with examples.
`;
}
