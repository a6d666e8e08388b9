import type { Companion } from '../../companion/server/server.ts';

/** Exchanges the secret in a companion's address for a token, as a page does. */
export async function tokenFrom(address: string): Promise<string> {
  const { origin, hash } = new URL(address);
  const response = await fetch(`${origin}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: hash.replace('#access=', '') }),
  });
  const { token, error } = (await response.json()) as { token?: string; error?: string };
  if (token === undefined) throw new Error(error);
  return token;
}

/** A new address of one of the companion's pages on 127.0.0.1. It gives access once. */
export function addressOf({ newAddresses }: Companion, path?: string): string {
  const [address] = newAddresses(path);
  if (address === undefined) throw new Error('The companion has no address.');
  return address;
}

/** A session's token for a companion of this process. */
export const tokenOf = (companion: Companion): Promise<string> => tokenFrom(addressOf(companion));

/** The first address that a command printed after `Open`; undefined until it is printed. */
export const printedAddress = (stdout: string): string | undefined => /^Open (http:\S+)$/m.exec(stdout)?.[1];
