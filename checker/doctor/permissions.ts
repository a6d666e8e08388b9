import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import type { Identity } from '../account/sts.ts';
import { boundaryArn, type Lab, type LabNames } from '../lab/lab.ts';
import { cannotTell, type Finding, fail, type Judgement, pass } from '../steps/finding.ts';
import { list } from '../steps/words.ts';
import { labActions, type Part, parts, resourcesOf } from './lab-actions.ts';
import { finding } from './section.ts';
import { type Decision, principalOf, simulate } from './simulate.ts';

const why = 'A step that is denied halfway leaves half a thing behind: better to know before the first one.';

/** Actions that are asked about the same resources go into one call. */
function grouped(all: readonly string[], names: LabNames, lab: Lab, account: string, self: string) {
  const groups = new Map<string, { actions: string[]; resources: string[] }>();
  for (const action of new Set(all)) {
    const resources =
      action === 'iam:SimulatePrincipalPolicy' ? [self] : resourcesOf(action, names, lab, account);
    const group = groups.get(resources.join(' ')) ?? { actions: [], resources };
    group.actions.push(action);
    groups.set(resources.join(' '), group);
  }
  return [...groups.values()];
}

function judge({ actions }: Pick<Part, 'actions'>, decisions: Fact<Decision[]>): Judgement {
  const expected = `${actions.length} IAM actions allowed`;
  if (decisions.state === 'unknown') return cannotTell(expected, decisions.trouble);
  const told = decisions.state === 'known' ? decisions.value : [];
  const own = told.filter(({ action }) => actions.includes(action));
  const unsaid = actions.filter((action) => !own.some((one) => one.action === action));
  if (unsaid.length > 0)
    return {
      verdict: 'unknown',
      expected,
      found: `IAM said nothing of ${list(unsaid)}`,
      fix: 'Check again in a minute.',
    };
  const denied = own.filter(({ allowed }) => !allowed);
  if (denied.length === 0) return pass(expected, `all ${actions.length} are`);
  const missing = [...new Set(denied.map(({ action }) => action))];
  const [first] = denied;
  return fail(
    expected,
    `not ${list(missing)} (${first?.because}${denied.length > 1 ? ', …' : ''})`,
    `Ask whoever looks after the account to allow ${missing.join(', ')}; npx lab policy --lab prints all that the lab needs.`,
  );
}

const about = (part: Part) => ({ id: `may.${part.id}`, title: part.title, why, step: part.step });

const whole = { id: 'may', title: 'You may do the whole lab', why, step: 'credentials' as const };

interface Somebody {
  account: string;
  /** The ARN of a user or a role of this account. */
  principal: string;
}

/** What IAM's simulator says of somebody's doing these actions on the lab's things. */
function asked(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  actions: readonly string[],
  { account, principal }: Somebody,
): Promise<Fact<Decision[]>> {
  const { seat, region } = lab;
  return simulate(calls, principal, grouped(actions, names, lab, account, principal), {
    ...{ tags: names.tags, region },
    // Where a class has one, policies ask for it; where there is none, nobody does.
    ...(seat === undefined ? {} : { boundary: boundaryArn(seat, region, account) }),
  });
}

/** Whether somebody may do the whole lab, part by part. */
export async function permissionsOf(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  who: Somebody,
): Promise<Finding[]> {
  const decisions = await asked(calls, lab, names, labActions, who);
  // One call stands in the way of all: it is told once.
  if (decisions.state === 'unknown')
    return [finding(whole, cannotTell('every IAM action of the lab allowed', decisions.trouble))];
  return parts.map((part) => finding(about(part), judge(part, decisions)));
}

/** Whether somebody may do just this. */
export async function mayDo(
  part: Pick<Part, 'actions'>,
  calls: Calls,
  lab: Lab,
  names: LabNames,
  who: Somebody,
): Promise<Judgement> {
  return judge(part, await asked(calls, lab, names, part.actions, who));
}

/**
 * Whether the caller may do the whole lab. The root user has no policies to simulate: nothing is listed for it, step
 * 1's check says enough.
 */
export async function permissionFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  who: Identity,
): Promise<Finding[]> {
  if (who.kind === 'root') return [];
  const principal = await principalOf(calls, who);
  if (principal.state === 'known')
    return permissionsOf(calls, lab, names, { account: who.account, principal: principal.value });
  const expected = 'a principal whose policies can be simulated';
  const found =
    principal.state === 'unknown'
      ? cannotTell(expected, principal.trouble)
      : {
          ...{ verdict: 'unknown' as const, expected },
          found: `could not tell: the policies of ${who.arn} cannot be simulated`,
          fix: 'Go on: what is denied is told by the command that is denied.',
        };
  return [finding(whole, found)];
}
