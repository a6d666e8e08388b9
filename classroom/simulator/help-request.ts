import { join } from 'node:path';
import { steps } from '../../checker/steps/index.ts';
import { saveEvidence } from '../../lab-home/evidence.ts';
import { deleteHelpRequest, saveHelpRequest } from '../../lab-home/help-request.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { LearnerSession } from './learner-session.ts';

/**
 * Submits a learner's request for help, or withdraws it (`text` undefined), and saves evidence that contains
 * it. It does what `lab hand` and then `lab check --all --save` do.
 */
export async function submitHelpRequest(
  { env, plan, evidenceFolder }: LearnerSession,
  text: string | undefined,
): Promise<void> {
  if (text === undefined) deleteHelpRequest(env);
  else saveHelpRequest(env, text);
  const labSteps = steps.filter(({ name }) => name !== 'cleanup');
  const { evidenceInput, run } = await runCheck({
    values: {},
    steps: labSteps,
    env,
    recordEvidence: true,
  });
  if (evidenceInput === undefined) throw new Error(`${plan.id}: a check that was to be noted was not`);
  await saveEvidence(join(evidenceFolder, `${plan.id}.json`), evidenceInput, run);
}
