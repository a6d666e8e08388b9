import { randomBytes, randomUUID } from 'node:crypto';
import type { Emulator } from '../core/emulator.ts';
import { accessKeyId } from '../services/iam/ids.ts';
import { createUserWithKey } from '../services/iam/keys.ts';

/** The stored record of an account. */
export interface AccountRecord {
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
  gitPassword: string;
  adminToken: string;
}

const records = (emulator: Emulator) => emulator.store.collection<AccountRecord>('account');

/** The account of this id, with its user `learner` and its secrets. Creates the account when it does not exist. */
export function openAccount(emulator: Emulator, accountId: string): AccountRecord {
  const existing = records(emulator).get(accountId);
  if (existing !== undefined) return existing;
  const created: AccountRecord = {
    accountId,
    accessKeyId: accessKeyId('AKIA'),
    secretAccessKey: randomBytes(30).toString('base64url'),
    gitPassword: randomBytes(15).toString('base64url'),
    adminToken: randomUUID(),
  };
  createUserWithKey(emulator, {
    accountId,
    userName: 'learner',
    accessKeyId: created.accessKeyId,
    secretAccessKey: created.secretAccessKey,
    policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
  records(emulator).set(accountId, created);
  return created;
}

/** All accounts, sorted by id. */
export const allAccounts = (emulator: Emulator): AccountRecord[] =>
  [...records(emulator).values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));

/** The environment variables that point any AWS client, git and the checker to an account. */
export function exportsOf(account: AccountRecord, region: string, endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    LAB_TARGET: 'practice',
    LAB_GIT_URL: `${endpoint.replace('://', `://learner:${account.gitPassword}@`)}/_git`,
    LAB_PRACTICE_TOKEN: account.adminToken,
  };
}
