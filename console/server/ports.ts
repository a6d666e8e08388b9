/** What a call of AWS came to. */
export type CommandOutcome =
  /** The answer as the AWS CLI shows it: an object, or the text of a command that prints text. */
  { output: unknown } | { error: { message: string; code?: string } };

/** A request that the pretend git host refused, or did not understand: the message is for the person who clicked. */
export class GitHostError extends Error {}

/** What the console asks of the practice account; the companion's owner hands it in. */
export interface ConsoleBackend {
  /**
   * Runs one command of the AWS CLI, given as the words after `aws`. A file that it names is taken from `files` alone,
   * never from the disk; nothing is written to the disk either. AWS's errors are outcomes; a command that the console
   * may not run is one, too.
   */
  aws(argv: readonly string[], files: ReadonlyMap<string, Buffer>): Promise<CommandOutcome>;
  /**
   * The pretend GitHub: one named request and its answer. Throws HostRefusal with words for the page.
   * What it knows: `cli/start/git-host.ts`.
   */
  gitHost(request: string, body: Readonly<Record<string, unknown>>): Promise<unknown>;
}
