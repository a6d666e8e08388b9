import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { type Hooks, rehearse } from '../../labs/runner/rehearse.ts';
import { finishHandshake } from '../course.ts';
import { applyFault } from '../fault.ts';
import type { Stage } from '../stage.ts';
import { afterwards } from './afterwards.ts';
import { terminal } from './terminal.ts';

/** Turns a knob of the stage's practice account. */
async function turn({ practice }: Stage, knob: string, body: object): Promise<{ id?: string }> {
  const answer = await fetch(`${practice.endpoint}/_admin/${knob}`, {
    method: 'POST',
    headers: { 'x-lab-token': practice.exports.LAB_PRACTICE_TOKEN ?? '' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const said = (await answer.json()) as { id?: string; error?: string };
  if (!answer.ok) throw new CliError(said.error ?? `the practice account did not take ${knob}`, 1);
  return said;
}

/**
 * Types each drill's solution on the finished lab of the stage, with the drill's fault in it; puts the account back
 * to the finished lab after each. Throws a RehearsalError as `rehearse` does, and CliError.
 */
export async function rehearseDrills(
  drills: readonly Drill[],
  stage: Stage,
  repository: string,
  hooks: Omit<Hooks<Drill>, 'authorize'>,
): Promise<void> {
  const { id } = await turn(stage, 'snapshot', {});
  const clone = stage.checkEnv(stage.practice).LAB_CLONE;
  const lab = labFrom({ region: stage.practice.region, repository, ...(clone ? { clone } : {}) });
  for (const drill of drills) {
    // S3 tells whole seconds: what happens from here on is later than what the lab did.
    await pause(1000 - (Date.now() % 1000));
    const session = await terminal(stage, await applyFault(stage.practice.exports, lab, drill.fault));
    try {
      const { stdout: commit } = await session.run(`git -C '${clone}' rev-parse HEAD`);
      await afterwards(drill, session);
      const authorize = (name: string) => finishHandshake(stage.practice.exports, name);
      await rehearse([drill], session, { ...hooks, authorize });
      // The account is put back below; the clone is a folder.
      await session.run(`git -C '${clone}' reset --quiet --hard ${commit.trim()}`);
    } finally {
      await session.close();
    }
    await turn(stage, 'restore', { id });
  }
}
