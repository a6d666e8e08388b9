import { HostRefusal } from '../door.ts';

type Env = Record<string, string | undefined>;

/** A repository, as the practice account's knob tells of it. */
export interface Repository {
  /** `owner/name` */
  name: string;
  private: boolean;
  defaultBranch: string;
}

/** Turns a knob of the practice account over HTTP. */
export type Turn = <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<T>;

/** The knobs of the practice account of `env`. Throws HostRefusal with the account's words where it says no. */
export function knobsOf(env: Env): Turn {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${env.AWS_ENDPOINT_URL}/_admin/${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-lab-token': env.LAB_PRACTICE_TOKEN ?? '' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    }).catch((error: unknown) => {
      throw new HostRefusal(`The practice account does not answer (${String(error)}).`);
    });
    const answer = (await response.json()) as { error?: string };
    if (!response.ok)
      throw new HostRefusal(answer.error ?? `The practice account answered ${response.status}.`);
    return answer as T;
  };
}

/** The repository of this name, in whatever case. Throws HostRefusal when it is not there. */
export async function findRepository(turn: Turn, name: string): Promise<Repository> {
  const { repositories } = await turn<{ repositories: Repository[] }>('GET', 'repositories');
  const found = repositories.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new HostRefusal(`There is no repository ${name}.`);
  return found;
}
