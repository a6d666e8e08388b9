import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../../base/defined.ts';
import { startPractice } from '../../practice/start.ts';
import { buildLab, type Milestone } from './build-lab.ts';
import { type LabAccount, type LabVariant, labInAccount } from './lab-account.ts';

async function openAccount(root: string, variant: LabVariant): Promise<LabAccount> {
  const internalErrors: unknown[] = [];
  const { region } = variant;
  const practice = await startPractice({
    port: 0,
    stateDir: join(root, 'account'),
    ...defined({ region }),
    onInternalError: (error) => internalErrors.push(error),
  });
  const lab = labInAccount(practice, root, variant);
  return {
    ...lab,
    async close() {
      await lab.close();
      await practice.close();
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}

/**
 * Builds a lab once, so that tests can open it many times. Each `open` starts a fresh account with everything that was
 * built, which a test may change in any way. `close` removes all of them.
 */
export async function finishedLab(
  upTo: Milestone = 'redeploy',
  variant: LabVariant = {},
): Promise<{ open(): Promise<LabAccount>; close(): Promise<void> }> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'finished-lab-'));
  const original = join(root, 'original');
  mkdirSync(original);
  const lab = await openAccount(original, variant);
  await buildLab(lab, upTo);
  await lab.close();
  let count = 0;
  const opened: LabAccount[] = [];
  return {
    async open() {
      const copy = join(root, `copy-${++count}`);
      cpSync(original, copy, { recursive: true });
      const account = await openAccount(copy, variant);
      opened.push(account);
      return account;
    },
    async close() {
      for (const account of opened) await account.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
