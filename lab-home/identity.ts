import { makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import type { CallError } from '../checker/account/fact.ts';
import { identity } from '../checker/account/sts.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { CliError, NoCredentials } from './errors.ts';
import type { Target } from './target.ts';

const credentialErrors = {
  none: 'No credentials were found',
  'wrong-secret': 'The secret access key does not belong to the access key',
  'unknown-key': 'AWS does not know this access key',
  expired: 'The session has expired',
  clock: 'This machine’s clock is off',
  other: 'The credentials can’t be used',
} as const;

/** The first line of every output: which account, in which region, and how it is reached. */
export function targetLine({ kind, endpoint, profile }: Target, account: string, region: string): string {
  if (kind === 'practice') return `practice account ${account} · ${region} · ${endpoint}`;
  if (kind === 'endpoint') return `AWS-compatible endpoint ${endpoint} · ${region} · not AWS`;
  return `AWS account ${account} · ${region}${profile === undefined ? '' : ` · profile ${profile}`}`;
}

/** Throws CliError if the lab is pinned to another account than the caller's. */
export function requirePinnedAccount(lab: Lab, account: string): void {
  if (lab.account === undefined || lab.account === account) return;
  throw new CliError(
    `The lab is held to account ${lab.account}, but the credentials are account ${account}'s. Nothing else was called. Change the credentials, or type: npx lab init --account ${account}`,
  );
}

/** The error for credentials that the account rejected: exit code 4, and the reason. */
export function credentialsRejected(callError: CallError): NoCredentials {
  return new NoCredentials(
    `${credentialErrors[callError.credentials ?? 'other']} (${callError.code}: ${callError.message}). npm run check step-1 tells what to do.`,
  );
}

/**
 * Reads the caller's identity before any other call. Throws NoCredentials if the credentials are unusable, and
 * CliError if they are not the pinned account's or the identity stays unknown.
 */
export async function identifyCaller(
  clients: Clients,
  target: Target,
  lab: Lab,
): Promise<{ accountId: string; line: string }> {
  const caller = await identity(makeCalls(clients));
  if (caller.state !== 'known') {
    const callError = caller.state === 'unknown' ? caller.error : undefined;
    if (callError?.credentials !== undefined) throw credentialsRejected(callError);
    throw new CliError(
      `${target.endpoint ?? 'AWS'} did not say whose the credentials are (${callError?.code}: ${callError?.message}).`,
      3,
    );
  }
  const { account } = caller.value;
  requirePinnedAccount(lab, account);
  return { accountId: account, line: targetLine(target, account, lab.region) };
}
