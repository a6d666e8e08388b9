/** An HTTP request, its body read to the end. */
export interface AwsRequest {
  method: string;
  /** Path and query exactly as sent: signatures are made over these bytes. */
  target: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
  requestId: string;
  /** The body was larger than is read, and is not here. */
  tooLarge?: true;
}

/** Is the body a form, as the Query protocol's is? */
export const isForm = ({ headers }: AwsRequest) =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A request that was understood: which operation of which service, with its input. */
export interface DecodedRequest {
  operation: string;
  input: Record<string, unknown>;
}
