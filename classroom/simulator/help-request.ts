import { join } from 'node:path';
import { steps } from '../../checker/steps/index.ts';
import { saveEvidence } from '../../lab-home/evidence.ts';
import { deleteHelpRequest, saveHelpRequest } from '../../lab-home/help-request.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { LearnerSession } from './learner-session.ts';

/**
 * Raises a learner's hand, or lowers it (undefined), and hands the evidence in that carries it: `lab hand`, then
 * `lab check --all --save`, as a learner types them.
 */
export async function submitHelpRequest(
  { env, plan, evidenceFolder }: LearnerSession,
  text: string | undefined,
): Promise<void> {
  if (text === undefined) deleteHelpRequest(env);
  else saveHelpRequest(env, text);
  const labSteps = steps.filter(({ name }) => name !== 'cleanup');
  const { evidenceInput: noted, run } = await runCheck({
    values: {},
    steps: labSteps,
    env,
    recordEvidence: true,
  });
  if (noted === undefined) throw new Error(`${plan.id}: a check that was to be noted was not`);
  await saveEvidence(join(evidenceFolder, `${plan.id}.json`), noted, run);
}
