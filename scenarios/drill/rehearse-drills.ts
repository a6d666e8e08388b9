import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab/lab.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { type RunHooks, runPages } from '../../labs/runner/run-pages.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { finishHandshake } from '../course.ts';
import { applyFault } from '../fault.ts';
import { orCliError } from '../or-cli-error.ts';
import type { Sandbox } from '../sandbox.ts';
import { openDrillShell } from './drill-shell.ts';
import { runFollowUp } from './follow-up.ts';

/**
 * Injects each drill's fault into the sandbox's finished lab, and runs the drill's solution as printed. Restores the
 * finished lab after each drill. Throws PageRunError as `runPages` does, and CliError.
 */
export async function rehearseDrills(
  drills: readonly Drill[],
  sandbox: Sandbox,
  repository: string,
  hooks: Omit<RunHooks<Drill>, 'authorize'>,
): Promise<void> {
  const admin = adminClient(sandbox.practice.exports);
  const { id } = await orCliError(admin.takeSnapshot());
  const clone = sandbox.checkEnv(sandbox.practice).LAB_CLONE;
  const lab = labFrom({ region: sandbox.practice.region, repository, ...(clone ? { clone } : {}) });
  for (const drill of drills) {
    // S3 reports times in whole seconds. After this wait, every time is later than those of the lab's own work.
    await pause(1000 - (Date.now() % 1000));
    const session = await openDrillShell(
      sandbox,
      await applyFault(sandbox.practice.exports, lab, drill.fault),
    );
    try {
      const { stdout: commit } = await session.run(`git -C '${clone}' rev-parse HEAD`);
      await runFollowUp(drill, session);
      const authorize = (name: string) => finishHandshake(sandbox.practice.exports, name);
      await runPages([drill], session, { ...hooks, authorize });
      // The restore below resets the account, but not the clone, which is a folder on this machine.
      await session.run(`git -C '${clone}' reset --quiet --hard ${commit.trim()}`);
    } finally {
      await session.close();
    }
    await orCliError(admin.restoreSnapshot({ id }));
  }
}
