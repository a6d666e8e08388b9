import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { type Hooks, rehearse } from '../../labs/rehearsal/rehearse.ts';
import { openSession, type Session } from '../../labs/rehearsal/session.ts';
import { finishHandshake } from '../course.ts';
import { CliError } from '../errors.ts';
import { applyFault, type Broken } from '../fault.ts';
import type { Stage } from '../stage.ts';

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

/** A terminal in which the fault's own commands were typed. */
async function terminal(stage: Stage, { terminal: typed = [], url }: Broken): Promise<Session> {
  const session = openSession({
    env: { ...stage.practice.exports, ...(url === undefined ? {} : { PAGE_URL: url }) },
    cwd: stage.folder,
    insteadOf: stage.practice.exports.LAB_GIT_URL ?? '',
    pathPrepend: stage.aws.pathPrepend,
  });
  if (typed.length > 0) await session.run(typed.join('\n'));
  return session;
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
      const authorize = (name: string) => finishHandshake(stage.practice.exports, name);
      await rehearse([drill], session, { ...hooks, authorize });
    } finally {
      await session.close();
    }
    await turn(stage, 'restore', { id });
  }
}
