import { GitHostError } from '../ports.ts';

type Env = Record<string, string | undefined>;

/** A repository, as the practice account's admin API returns it. */
export interface Repository {
  /** `owner/name` */
  name: string;
  private: boolean;
  defaultBranch: string;
}

/** Sends a request to the admin API of the practice account over HTTP. */
export type AdminRequest = <T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => Promise<T>;

/** The client of the admin API for the practice account of `env`. Throws GitHostError with the account's message. */
export function adminClient(env: Env): AdminRequest {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${env.AWS_ENDPOINT_URL}/_admin/${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-lab-token': env.LAB_PRACTICE_TOKEN ?? '' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    }).catch((error: unknown) => {
      throw new GitHostError(`The practice account does not answer (${String(error)}).`);
    });
    const result = (await response.json()) as { error?: string };
    if (!response.ok)
      throw new GitHostError(result.error ?? `The practice account answered ${response.status}.`);
    return result as T;
  };
}

/** The repository of this name, regardless of case. Throws GitHostError when it does not exist. */
export async function findRepository(adminRequest: AdminRequest, name: string): Promise<Repository> {
  const { repositories } = await adminRequest<{ repositories: Repository[] }>('GET', 'repositories');
  const found = repositories.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new GitHostError(`There is no repository ${name}.`);
  return found;
}
