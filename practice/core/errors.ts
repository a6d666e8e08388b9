/**
 * An error as AWS answers it. Operations throw it, and `practice/protocols/` writes it in the protocol's own form.
 * `code` and `message` are AWS's words; a comment at the use names the source where it is not obvious.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's body, such as `BucketName` or `HostId`. */
  readonly detail: Readonly<Record<string, string>>;
  /** Headers that go with the error, such as `x-amz-delete-marker` on a 404. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    more: { detail?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.detail = more.detail ?? {};
    this.headers = more.headers ?? {};
  }
}
