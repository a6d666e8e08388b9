/** The outcome of a command of the AWS CLI. */
export type CommandOutcome =
  /** The output as the AWS CLI prints it: an object, or the text of a command that prints text. */
  { output: unknown } | { error: { message: string; code?: string } };

/** The pretend GitHub rejected a request. The message is for the person who clicked. */
export class GitHostError extends Error {}

/** What the console requires of the practice account. The command that starts the companion passes it in. */
export interface ConsoleBackend {
  /**
   * Runs one command of the AWS CLI, given as the words after `aws`. The command's files come from `files` only; the
   * disk is neither read nor written. An error of AWS is an outcome, and so is a command that the console may not run.
   */
  aws(argv: readonly string[], files: ReadonlyMap<string, Buffer>): Promise<CommandOutcome>;
  /**
   * Sends one named request to the pretend GitHub and resolves to its answer. Throws GitHostError with a message for
   * the page. console/server/git-host.ts has the requests.
   */
  gitHost(request: string, body: Readonly<Record<string, unknown>>): Promise<unknown>;
}
