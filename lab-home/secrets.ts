import type { Clients } from '../checker/account/clients.ts';
import { isSecretName } from '../checker/evidence/secrets.ts';
import type { Target } from './target.ts';

function credentialsInUrl(address: string): string[] {
  try {
    const { username, password } = new URL(address);
    return [username, password].map(decodeURIComponent);
  } catch {
    // It is no URL, so it contains no credentials.
    return [];
  }
}

/** The secrets that this machine knows: the credentials in use, those in URLs, and variables with a secret's name. */
export async function secretsOf(
  env: Record<string, string | undefined>,
  target: Target,
  clients: Clients,
): Promise<string[]> {
  const inUse = await clients.credentials().then(
    ({ accessKeyId, secretAccessKey, sessionToken = '' }) => [accessKeyId, secretAccessKey, sessionToken],
    () => [],
  );
  const variables = Object.entries(env).flatMap(([name, value = '']) =>
    isSecretName(name) || /ACCESS_KEY$/i.test(name) ? [value] : [],
  );
  return [
    ...inUse,
    ...variables,
    ...credentialsInUrl(target.gitUrl),
    ...credentialsInUrl(target.endpoint ?? ''),
  ];
}
