/** An error that the user can fix: a wrong argument or setting, a port in use. `exit` is part of the contract. */
export class CliError extends Error {
  readonly exit: number;

  constructor(message: string, exit = 2) {
    super(message);
    this.exit = exit;
  }
}

/** No credentials, or none that work. Exit code 4 distinguishes this from what a check found. */
export class NoCredentials extends CliError {
  constructor(message: string) {
    super(message, 4);
  }
}
