import type { Practice } from '../../practice/start.ts';

/** The status and the JSON of a response. */
export interface AdminResponse {
  status: number;
  json: Record<string, unknown>;
}

/**
 * Sends any request to the admin API of the practice account, also one that its typed client cannot express. A string
 * is sent as it is.
 */
export async function rawAdminRequest(
  { endpoint, exports }: Pick<Practice, 'endpoint' | 'exports'>,
  method: string,
  path: string,
  body?: unknown,
  token = exports.LAB_PRACTICE_TOKEN ?? '',
): Promise<AdminResponse> {
  const response = await fetch(`${endpoint}/_admin/${path}`, {
    method,
    headers: { 'x-lab-token': token },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
