import { type Practice, startPractice } from '../../../practice/start.ts';
import { type Clients, clientsOf } from '../../../scenarios/practice-clients.ts';

/** A practice account whose admin routes a test can call. */
export interface AdminTestAccount {
  practice: Practice;
  clients: Clients;
  /** Calls an admin route. Resolves to status and JSON. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Calls an admin route. Throws unless its status is 200. */
  request(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  json: Record<string, unknown>;
}

export async function openAdminTestAccount(options: { stateDir?: string } = {}): Promise<AdminTestAccount> {
  const internalErrors: unknown[] = [];
  const practice = await startPractice({
    port: 0,
    ...options,
    onInternalError: (error) => internalErrors.push(error),
  });
  const clients = clientsOf(practice);
  const send: AdminTestAccount['send'] = async (
    method,
    path,
    body,
    token = practice.exports.LAB_PRACTICE_TOKEN ?? '',
  ) => {
    const response = await fetch(`${practice.endpoint}/_admin/${path}`, {
      method,
      headers: { 'x-lab-token': token },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  return {
    practice,
    clients,
    send,
    async request(method, path, body) {
      const { status, json } = await send(method, path, body);
      if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
      return json;
    },
    async close() {
      clients.destroy();
      await practice.close();
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}
