/** What a person can put right: a wrong argument, a broken setting, a port in use. The exit code is part of the contract. */
export class CliError extends Error {
  readonly exit: number;

  constructor(message: string, exit = 2) {
    super(message);
    this.exit = exit;
  }
}

/** No credentials, or none that work: exit 4, told apart from what a check found. */
export class NoCredentials extends CliError {
  constructor(message: string) {
    super(message, 4);
  }
}
