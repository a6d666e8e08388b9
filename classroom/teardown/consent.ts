import { type ClassJournal, type Part, partsOf, unfinishedClass } from './journal.ts';
import type { ClassTeardownOptions } from './options.ts';
import { partKey, partsIn } from './plan.ts';
import type { ClassPlan } from './types.ts';

/** Which parts may be carried out, each by its digest; or why none may. */
export type Consent =
  | { given: true; digest: string; parts: ReadonlyMap<string, string>; resumed: boolean }
  | { given: false; state: 'unconfirmed' | 'declined' }
  | { given: false; state: 'changed'; why: string };

const byKey = (parts: readonly Part[]) => new Map(parts.map((part) => [partKey(part), part.digest]));

/**
 * May the plan be carried out, and which parts of it? A digest that was printed before stands for every seat's plan
 * as it was then: a seat that has changed since is that seat's matter, and the others go on.
 */
export async function consentTo(
  plan: ClassPlan,
  journal: ClassJournal,
  { confirm, resume }: Pick<ClassTeardownOptions, 'confirm' | 'resume'>,
): Promise<Consent> {
  const { digest = '', seats } = plan;
  const given = (confirmed: string, parts: readonly Part[], resumed = false): Consent => ({
    ...{ given: true, digest: confirmed, parts: byKey(parts), resumed },
  });
  const before = resume ? unfinishedClass(journal) : undefined;
  if (before !== undefined) return given(before.digest, before.parts, true);
  if (confirm === undefined) return { given: false, state: 'unconfirmed' };
  if (typeof confirm === 'function')
    return (await confirm(plan)) ? given(digest, partsIn(seats)) : { given: false, state: 'declined' };
  if (confirm === digest) return given(digest, partsIn(seats));
  const then = partsOf(journal, confirm);
  if (then !== undefined) return given(confirm, then);
  return { given: false, state: 'changed', why: `no plan with the digest ${confirm} is written down here` };
}
