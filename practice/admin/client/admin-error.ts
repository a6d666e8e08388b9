/** The practice account's admin API rejected a request. The message is the account's own. */
export class AdminError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The account's code of the error; undefined when the response has none. */
  readonly code: string | undefined;
  /** What was requested, such as `POST /_admin/fault`. */
  readonly request: string;

  constructor(request: string, status: number, { error, code }: { error?: string; code?: string }) {
    super(error ?? `The practice account answered ${status}.`);
    this.name = 'AdminError';
    this.request = request;
    this.status = status;
    this.code = code;
  }
}
