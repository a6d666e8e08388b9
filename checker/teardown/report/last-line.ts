import type { TeardownResult } from '../finish.ts';
import { resourceKey } from '../ownership.ts';
import { hasUndecided, type Plan } from '../plan.ts';
import type { Verification } from '../verify.ts';
import { nextCommand, paragraph, type Screen } from './screen.ts';

/** Set where a teardown is one of several: the digest of all of them, and this one's region. */
interface CombinedPlan {
  digest?: string | undefined;
  region?: string | undefined;
}

/** What is said beside a claim about the whole account: it reaches only as far as the search did. */
const searchRemark = (last: Plan | undefined) =>
  (last?.limits.length ?? 0) > 0 ? ' Not everything was searched: the limits are listed above.' : '';

const keptRemark = (last: Plan | undefined) =>
  (last?.kept.length ?? 0) > 0 ? ' What stays is listed above, with the reason.' : '';

/** What is left of what was confirmed, without what is left because the user has to decide about it. */
const remainingBeyondDecisions = ({ remaining, plan: { kept } }: Verification) =>
  remaining.filter(
    (one) =>
      !kept.some(({ resource, review }) => review !== 'none' && resourceKey(resource) === resourceKey(one)),
  );

/** The end of a teardown that was carried out and has left something. */
function unfinishedText(verification: Verification | undefined, here: string, screen: Screen): string {
  if (verification === undefined) return '';
  const { remaining, undetermined, plan } = verification;
  const beyond = remainingBeyondDecisions(verification);
  const isToDecide = hasUndecided(plan) || beyond.length < remaining.length;
  if (!isToDecide)
    return (
      paragraph(
        `Not everything${here} could be deleted and proven. Once the reasons above are gone, type:`,
        screen,
      ) + nextCommand(screen, '--resume')
    );
  if (beyond.length > 0 || undetermined.length > 0)
    return (
      paragraph(
        `Not everything${here} could be deleted and proven. Decide about what may be the lab's, as listed above. Once the other reasons are gone, too, type:`,
        screen,
      ) + nextCommand(screen, '--resume')
    );
  const head =
    remaining.length > 0
      ? `Not all that was confirmed is deleted${here}.`
      : `All that was confirmed is deleted${here}.`;
  return (
    paragraph(`${head} What may be the lab's is listed above: decide about it, then type:`, screen) +
    nextCommand(screen, ...(remaining.length > 0 ? ['--resume'] : []))
  );
}

/** The outcome in a sentence, and the next command. */
export function lastLine(
  { state, exit, plan, verification, done }: TeardownResult,
  screen: Screen,
  { digest = plan?.digest, region }: CombinedPlan,
): string {
  const here = region === undefined ? '' : ` in ${region}`;
  const last = verification?.plan ?? plan;
  switch (state) {
    case 'nothing':
      if (exit === 0)
        return paragraph(`Nothing to delete${here}.${searchRemark(last)}${keptRemark(last)}`, screen);
      return last !== undefined && hasUndecided(last)
        ? paragraph(
            `Nothing was deleted${here}. What may be the lab's is listed above: decide about it first.`,
            screen,
          )
        : paragraph(`Found nothing to delete${here}, but could not look everywhere.`, screen);
    case 'planned':
      return paragraph('A dry run: nothing was deleted.', screen);
    case 'unconfirmed':
      return (
        paragraph('Nothing was deleted. To carry this plan out, type:', screen) +
        nextCommand(screen, '--confirm', digest ?? '')
      );
    case 'declined':
      return paragraph('Declined: nothing was deleted.', screen);
    case 'changed':
      return (
        paragraph(`Nothing was deleted${here}. To see the plan as it is now, type:`, screen) +
        nextCommand(screen, '--dry-run')
      );
    case 'stopped':
      if (done === undefined)
        return (
          paragraph(`Stopped before anything was deleted${here}. To see what would go:`, screen) +
          nextCommand(screen, '--dry-run')
        );
      return (
        paragraph(`Stopped between two calls${here}. To go on, and to see what is left:`, screen) +
        nextCommand(screen, '--resume') +
        nextCommand(screen, '--dry-run').slice(1)
      );
    case 'done':
      if (exit !== 0) return unfinishedText(verification, here, screen);
      return paragraph(
        `Proven: nothing of the lab is left in this account ${here === '' ? 'and region' : here.slice(1)}.${searchRemark(last)}${keptRemark(last)}`,
        screen,
      );
  }
}
