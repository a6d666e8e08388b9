import { type AdminClient, adminClient } from '../../../practice/admin/client/admin-client.ts';
import { AdminError } from '../../../practice/admin/client/admin-error.ts';
import { GitHostError } from '../ports.ts';

/** Sends a request to the admin API of the practice account. Throws GitHostError, with the account's message. */
export type GitHostAdmin = <T>(request: (client: AdminClient) => Promise<T>) => Promise<T>;

/** The admin API of the practice account of `env`, for the pretend GitHub. */
export function gitHostAdmin(env: Record<string, string | undefined>): GitHostAdmin {
  const client = adminClient(env, { timeoutMs: 20_000 });
  return async (request) => {
    try {
      return await request(client);
    } catch (error) {
      if (error instanceof GitHostError) throw error;
      throw new GitHostError(
        error instanceof AdminError
          ? error.message
          : `The practice account does not answer (${String(error)}).`,
      );
    }
  };
}

/** The repository of this name, regardless of case. Throws GitHostError when it does not exist. */
export async function findRepository(admin: GitHostAdmin, name: string) {
  const { repositories } = await admin((client) => client.repositories());
  const found = repositories.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new GitHostError(`There is no repository ${name}.`);
  return found;
}
