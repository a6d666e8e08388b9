/** An HTTP request, its body read to the end. */
export interface WireRequest {
  method: string;
  /** Path and query exactly as sent: signatures are made over these bytes. */
  target: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
  requestId: string;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A request that was understood: which operation of which service, with its input. */
export interface Decoded {
  operation: string;
  input: Record<string, unknown>;
}
