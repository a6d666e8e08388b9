import { type AdminClient, adminClient } from '../../../practice/admin/client/admin-client.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { type Clients, clientsOf } from '../../../scenarios/practice-clients.ts';
import { type AdminResponse, rawAdminRequest } from '../../kit/raw-admin-request.ts';

/** A practice account whose admin routes a test can call. */
export interface AdminTestAccount {
  practice: Practice;
  clients: Clients;
  api: AdminClient;
  /** Sends any request to the admin API. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<AdminResponse>;
  close(): Promise<void>;
}

export async function openAdminTestAccount(options: { stateDir?: string } = {}): Promise<AdminTestAccount> {
  const internalErrors: unknown[] = [];
  const practice = await startPractice({
    port: 0,
    ...options,
    onInternalError: (error) => internalErrors.push(error),
  });
  const clients = clientsOf(practice);
  return {
    practice,
    clients,
    api: adminClient(practice.exports),
    send: (...request) => rawAdminRequest(practice, ...request),
    async close() {
      clients.destroy();
      await practice.close();
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}
