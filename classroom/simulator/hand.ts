import { join } from 'node:path';
import { steps } from '../../checker/steps/index.ts';
import { saveEvidence } from '../../lab-home/evidence.ts';
import { lowerHand, raiseHand } from '../../lab-home/hand.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { Desk } from './desk.ts';

/**
 * Raises a learner's hand, or lowers it (undefined), and hands the evidence in that carries it: `lab hand`, then
 * `lab check --all --save`, as a learner types them.
 */
export async function showHand({ env, plan, handedIn }: Desk, text: string | undefined): Promise<void> {
  if (text === undefined) lowerHand(env);
  else raiseHand(env, text);
  const eight = steps.filter(({ name }) => name !== 'cleanup');
  const { noted, run } = await runCheck({ values: {}, steps: eight, env, note: true });
  if (noted === undefined) throw new Error(`${plan.id}: a check that was to be noted was not`);
  await saveEvidence(join(handedIn, `${plan.id}.json`), noted, run);
}
