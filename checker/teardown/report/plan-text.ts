import type { Plan } from '../plan.ts';
import { type Labels, labelsOf } from './labels.ts';
import { notSearchedLines } from './limits.ts';
import { absentText, keptText, undeterminedText } from './lists.ts';
import { labelOf, sideEffectsOf } from './phrases.ts';
import { commandsText, item, note, type Screen, teardownIn, title } from './screen.ts';

/** The heading above each region where there are several. */
export const regionHeading = (region: string) => `\n${region}\n${'─'.repeat(region.length)}\n`;

function deletionsText({ toDelete }: Plan, label: Labels, screen: Screen): string {
  if (toDelete.length === 0) return '';
  const deletions = toDelete.map((resource, index) => {
    const more = sideEffectsOf(resource);
    return (
      item(`${index + 1}. ${label(resource)}`, screen) +
      (more === undefined ? '' : note(more, screen)) +
      note(`the lab's: ${resource.proofs.map(({ text }) => text).join('; ')}`, screen)
    );
  });
  return title('This goes:') + deletions.join('');
}

/** What has the lab's names in regions that this teardown does not include. */
function elsewhereText({ elsewhere }: Plan, screen: Screen): string {
  if (elsewhere.length === 0) return '';
  const regions = [...new Set(elsewhere.map(({ region }) => region))];
  const lines = elsewhere.map((one) => item(`${labelOf(one)} in ${one.region}`, screen)).join('');
  const commands = regions.map((region) => teardownIn(region, screen));
  return (
    title("The lab's names in regions that this teardown does not include:") + lines + commandsText(commands)
  );
}

/** What was not searched, so that the plan is confirmed with that in view. Regions with the same reason share a line. */
function limitsText(plan: Plan, screen: Screen): string {
  if (plan.limits.length === 0) return '';
  const byReason = new Map<string, string[]>();
  for (const { what, why } of notSearchedLines(plan)) byReason.set(why, [...(byReason.get(why) ?? []), what]);
  const lines = [...byReason].map(([why, what]) => item(what.join(', '), screen) + note(why, screen));
  return title('This was not searched for other users or for more of the lab:') + lines.join('');
}

/** The plan as printed before the confirmation, without its digest. */
function planText(plan: Plan, screen: Screen): string {
  const label = labelsOf([plan]);
  const absentLines = absentText(plan.absent, label, screen);
  return [
    deletionsText(plan, label, screen),
    keptText(plan, label, screen),
    undeterminedText(plan.undetermined, screen),
    elsewhereText(plan, screen),
    limitsText(plan, screen),
    absentLines === '' ? '' : title('Not there:') + absentLines,
  ].join('');
}

/**
 * One region's plan, or all regions' plans under their names; and the digest if anything would be deleted.
 */
export function plansText(plans: readonly Plan[], digest: string | undefined, screen: Screen): string {
  const texts = plans.map((plan) => {
    const text = planText(plan, { ...screen, isOneOfSeveral: plans.length > 1 });
    return plans.length > 1 ? regionHeading(plan.region) + (text === '' ? '\n  nothing\n' : text) : text;
  });
  return texts.join('') + (digest === undefined ? '' : `\nDigest of this plan: ${digest}\n`);
}
