import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPractice } from '../../practice/start.ts';
import { buildLab, type Milestone } from './build-lab.ts';
import { type LabAccount, type LabVariant, labInAccount } from './lab-account.ts';

async function openAccount(root: string, variant: LabVariant): Promise<LabAccount> {
  const faults: unknown[] = [];
  const { region } = variant;
  const practice = await startPractice({
    port: 0,
    stateDir: join(root, 'account'),
    ...(region === undefined ? {} : { region }),
    onInternalError: (fault) => faults.push(fault),
  });
  const lab = labInAccount(practice, root, variant);
  return {
    ...lab,
    async close() {
      await lab.close();
      await practice.close();
      if (faults.length > 0) throw faults[0];
    },
  };
}

/**
 * A lab that is built once and opened many times: each `open` is a fresh account with all that was built, so
 * that a test can break it as it likes. `close` removes all of them.
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
