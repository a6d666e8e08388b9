import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { type RunHooks, runPages } from '../../labs/runner/run-pages.ts';
import { finishHandshake } from '../course.ts';
import { applyFault } from '../fault.ts';
import type { Sandbox } from '../sandbox.ts';
import { openDrillShell } from './drill-shell.ts';
import { runFollowUp } from './follow-up.ts';

/** Turns a knob of the stage's practice account. */
async function callAdmin({ practice }: Sandbox, path: string, body: object): Promise<{ id?: string }> {
  const answer = await fetch(`${practice.endpoint}/_admin/${path}`, {
    method: 'POST',
    headers: { 'x-lab-token': practice.exports.LAB_PRACTICE_TOKEN ?? '' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const result = (await answer.json()) as { id?: string; error?: string };
  if (!answer.ok) throw new CliError(result.error ?? `the practice account did not take ${path}`, 1);
  return result;
}

/**
 * Types each drill's solution on the finished lab of the stage, with the drill's fault in it; puts the account back
 * to the finished lab after each. Throws a RehearsalError as `rehearse` does, and CliError.
 */
export async function rehearseDrills(
  drills: readonly Drill[],
  sandbox: Sandbox,
  repository: string,
  hooks: Omit<RunHooks<Drill>, 'authorize'>,
): Promise<void> {
  const { id } = await callAdmin(sandbox, 'snapshot', {});
  const clone = sandbox.checkEnv(sandbox.practice).LAB_CLONE;
  const lab = labFrom({ region: sandbox.practice.region, repository, ...(clone ? { clone } : {}) });
  for (const drill of drills) {
    // S3 tells whole seconds: what happens from here on is later than what the lab did.
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
      // The account is put back below; the clone is a folder.
      await session.run(`git -C '${clone}' reset --quiet --hard ${commit.trim()}`);
    } finally {
      await session.close();
    }
    await callAdmin(sandbox, 'restore', { id });
  }
}
