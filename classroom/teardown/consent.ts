import { type ClassJournal, type PlanPart, partsOf, unfinishedClass } from './journal.ts';
import type { ClassTeardownOptions } from './options.ts';
import { partKey, partsIn } from './plan.ts';
import type { ClassPlan } from './types.ts';

/** Which parts of the plan are confirmed, each with its digest, or why none is. */
export type Consent =
  | { given: true; digest: string; parts: ReadonlyMap<string, string>; resumed: boolean }
  | { given: false; state: 'unconfirmed' | 'declined' }
  | { given: false; state: 'changed'; why: string };

const byKey = (parts: readonly PlanPart[]) => new Map(parts.map((part) => [partKey(part), part.digest]));

/**
 * Decides whether the plan may be carried out, and which parts of it. A digest from an earlier printout
 * confirms each seat's plan as it was then. A seat that changed since is not deleted; the others are.
 */
export async function requestConsent(
  plan: ClassPlan,
  journal: ClassJournal,
  { confirm, resume }: Pick<ClassTeardownOptions, 'confirm' | 'resume'>,
): Promise<Consent> {
  const { digest = '', seats } = plan;
  const given = (confirmed: string, parts: readonly PlanPart[], resumed = false): Consent => ({
    given: true,
    digest: confirmed,
    parts: byKey(parts),
    resumed,
  });
  const unfinished = resume ? unfinishedClass(journal) : undefined;
  if (unfinished !== undefined) return given(unfinished.digest, unfinished.parts, true);
  if (confirm === undefined) return { given: false, state: 'unconfirmed' };
  if (typeof confirm === 'function')
    return (await confirm(plan)) ? given(digest, partsIn(seats)) : { given: false, state: 'declined' };
  if (confirm === digest) return given(digest, partsIn(seats));
  const confirmedParts = partsOf(journal, confirm);
  if (confirmedParts !== undefined) return given(confirm, confirmedParts);
  return { given: false, state: 'changed', why: `no plan with the digest ${confirm} is written down here` };
}
