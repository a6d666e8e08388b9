import { makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import { identity } from '../checker/account/sts.ts';
import type { Lab } from '../checker/lab.ts';
import { CliError, NoCredentials } from './errors.ts';
import type { Target } from './target.ts';

const ways = {
  none: 'No credentials were found',
  'wrong-secret': 'The secret access key does not belong to the access key',
  'unknown-key': 'AWS does not know this access key',
  expired: 'The session has expired',
  clock: 'This machine’s clock is off',
  other: 'The credentials can’t be used',
} as const;

/** The line that every output begins with: which account, where, by which way. */
export function targetLine({ kind, endpoint, profile }: Target, account: string, region: string): string {
  if (kind === 'practice') return `practice account ${account} · ${region} · ${endpoint}`;
  if (kind === 'endpoint') return `AWS-compatible endpoint ${endpoint} · ${region} · not AWS`;
  return `AWS account ${account} · ${region}${profile === undefined ? '' : ` · profile ${profile}`}`;
}

/**
 * Asks whose the credentials are, before any other call. Throws NoCredentials when they are of no use, and
 * CliError when they are another account's than the pinned one.
 */
export async function whoAmI(
  clients: Clients,
  target: Target,
  lab: Lab,
): Promise<{ accountId: string; line: string }> {
  const who = await identity(makeCalls(clients));
  if (who.state !== 'known') {
    const trouble = who.state === 'unknown' ? who.trouble : undefined;
    if (trouble?.credentials !== undefined)
      throw new NoCredentials(`${ways[trouble.credentials]} (${trouble.code}: ${trouble.message}).`);
    throw new CliError(
      `${target.endpoint ?? 'AWS'} did not say whose the credentials are (${trouble?.code}: ${trouble?.message}).`,
      3,
    );
  }
  const { account } = who.value;
  if (lab.account !== undefined && lab.account !== account)
    throw new CliError(
      `The lab is held to account ${lab.account}, but the credentials are account ${account}'s. Nothing else was called. Change the credentials, or type: lab init --account ${account}`,
    );
  return { accountId: account, line: targetLine(target, account, lab.region) };
}
