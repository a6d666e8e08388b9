/** The lists that plans and results share. */
import type { KeptResource, Plan } from '../plan.ts';
import type { AbsentResource, UndeterminedResource } from '../resource.ts';
import type { Labels } from './labels.ts';
import { arnOf, deployedText, errorText, inspection, labelOf } from './phrases.ts';
import { commandsText, item, note, type Screen, teardownCommand, teardownIn, title } from './screen.ts';

/**
 * One failed call often leaves several resources undetermined: its error is printed once, below all of them.
 */
export function undeterminedText(undetermined: readonly UndeterminedResource[], screen: Screen): string {
  if (undetermined.length === 0) return '';
  const whys = new Map<string, Set<string>>();
  for (const each of undetermined)
    whys.set(labelOf(each), (whys.get(labelOf(each)) ?? new Set()).add(errorText(each.error)));
  const blocks = new Map<string, string[]>();
  for (const [name, reasons] of whys) {
    const below = [...reasons].map((why) => note(why, screen)).join('');
    blocks.set(below, [...(blocks.get(below) ?? []), name]);
  }
  const lines = [...blocks].map(([below, names]) => names.map((name) => item(name, screen)).join('') + below);
  return title('This could not be read, so it counts neither as there nor as gone:') + lines.join('');
}

export function absentText(
  absent: readonly (AbsentResource & { id?: string })[],
  label: Labels,
  screen: Screen,
): string {
  return absent.map((each) => item(`${label(each)} (${each.code})`, screen)).join('');
}

/** How to look at a kept resource, and how to say whose it is. */
function reviewText({ resource, review, isAdoptable }: KeptResource, region: string, screen: Screen): string {
  if (review === 'none' && !isAdoptable) return '';
  const arn = arnOf(resource, region);
  const command = (flag: string) =>
    screen.isOneOfSeveral ? teardownIn(region, screen, flag, arn) : teardownCommand(screen, flag, arn);
  return [
    note('To look at it:', screen),
    commandsText([inspection(resource, region)]),
    note(
      review === 'none'
        ? 'If only the lab needs it, and if others need it:'
        : "If it is the lab's, and if it is not:",
      screen,
    ),
    commandsText([command('--adopt'), command('--not-mine')]),
  ].join('');
}

/** What stays: first what the user has to decide about, then what has a reason of its own. */
export function keptText({ kept, region }: Plan, label: Labels, screen: Screen): string {
  const sections = [
    ["This may be the lab's. It stays until you decide:", 'decide'],
    ['This stays. Please look at it:', 'look'],
    ['This stays:', 'none'],
  ] as const;
  return sections
    .map(([heading, wanted]) => {
      const lines = kept
        .filter(({ review }) => review === wanted)
        .map(
          (one) =>
            item(label(one.resource), screen) +
            note(one.why, screen) +
            (one.deployed === undefined ? '' : note(deployedText(one.deployed), screen)) +
            reviewText(one, region, screen),
        );
      return lines.length === 0 ? '' : title(heading) + lines.join('');
    })
    .join('');
}
