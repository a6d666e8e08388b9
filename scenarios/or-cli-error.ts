import { CliError } from '../lab-home/errors.ts';
import { AdminError } from '../practice/admin/client/admin-error.ts';

/** The response of the practice account's admin API. Throws CliError, exit 1, when the account rejects the request. */
export async function orCliError<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof AdminError) throw new CliError(error.message, 1);
    throw error;
  }
}
