/** An HTTP request. `body` is empty until the headers are accepted. */
export interface AwsRequest {
  method: string;
  /** Path and query exactly as sent: the signature covers these bytes. */
  target: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
  requestId: string;
}

/** Whether the body is a form, as in the Query protocol. */
export const isForm = ({ headers }: AwsRequest) =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A decoded request: the operation and its input. */
export interface DecodedRequest {
  operation: string;
  input: Record<string, unknown>;
}
