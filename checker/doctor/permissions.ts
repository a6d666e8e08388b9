import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import type { Identity } from '../account/sts.ts';
import { boundaryArn, type Lab, type LabNames } from '../lab/lab.ts';
import { type Finding, fail, type Judgement, pass, undetermined } from '../steps/finding.ts';
import { formatList } from '../steps/format.ts';
import { labActions, type PermissionGroup, permissionGroups, resourcesOf } from './lab-actions.ts';
import { finding } from './section.ts';
import { type Decision, principalOf, simulate } from './simulate.ts';

const why = 'A step that is denied halfway leaves half a thing behind: better to know before the first one.';

/** Groups the actions by their resources: each group is one call to the simulator. */
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

function judge({ actions }: Pick<PermissionGroup, 'actions'>, decisions: Fact<Decision[]>): Judgement {
  const expected = `${actions.length} IAM actions allowed`;
  if (decisions.state === 'unknown') return undetermined(expected, decisions.error);
  const decided = decisions.state === 'known' ? decisions.value : [];
  const relevant = decided.filter(({ action }) => actions.includes(action));
  const undecided = actions.filter((action) => !relevant.some((one) => one.action === action));
  if (undecided.length > 0)
    return {
      verdict: 'unknown',
      expected,
      found: `IAM said nothing of ${formatList(undecided)}`,
      fix: 'Check again in a minute.',
    };
  const denied = relevant.filter(({ allowed }) => !allowed);
  if (denied.length === 0) return pass(expected, `all ${actions.length} are`);
  const missing = [...new Set(denied.map(({ action }) => action))];
  const [first] = denied;
  return fail(
    expected,
    `not ${formatList(missing)} (${first?.reason}${denied.length > 1 ? ', …' : ''})`,
    `Ask whoever looks after the account to allow ${missing.join(', ')}; npx lab policy --lab prints all that the lab needs.`,
  );
}

const subjectOf = (part: PermissionGroup) => ({
  id: `may.${part.id}`,
  title: part.title,
  why,
  step: part.step,
});

const wholeLab = { id: 'may', title: 'You may do the whole lab', why, step: 'credentials' as const };

interface Principal {
  account: string;
  /** The ARN of a user or a role of this account. */
  principal: string;
}

/** IAM's simulation of these actions, by this principal, on the lab's resources. */
function simulateActions(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  actions: readonly string[],
  { account, principal }: Principal,
): Promise<Fact<Decision[]>> {
  const { seat, region } = lab;
  return simulate(calls, principal, grouped(actions, names, lab, account, principal), {
    tags: names.tags,
    region,
    // A seat's policies have a condition on the permissions boundary; without a seat, there is no boundary.
    ...(seat === undefined ? {} : { boundary: boundaryArn(seat, region, account) }),
  });
}

/** Whether a principal may do the whole lab: one finding for each part. */
export async function permissionsOf(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  caller: Principal,
): Promise<Finding[]> {
  const decisions = await simulateActions(calls, lab, names, labActions, caller);
  // A failed simulation affects all parts, so report it once.
  if (decisions.state === 'unknown')
    return [finding(wholeLab, undetermined('every IAM action of the lab allowed', decisions.error))];
  return permissionGroups.map((part) => finding(subjectOf(part), judge(part, decisions)));
}

/** Whether a principal is allowed these actions. */
export async function permissionJudgement(
  part: Pick<PermissionGroup, 'actions'>,
  calls: Calls,
  lab: Lab,
  names: LabNames,
  caller: Principal,
): Promise<Judgement> {
  return judge(part, await simulateActions(calls, lab, names, part.actions, caller));
}

/**
 * Whether the caller may do the whole lab. Empty for the root user: it has no policies to simulate, and the check of
 * step 1 already fails.
 */
export async function permissionFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  caller: Identity,
): Promise<Finding[]> {
  if (caller.kind === 'root') return [];
  const principal = await principalOf(calls, caller);
  if (principal.state === 'known')
    return permissionsOf(calls, lab, names, { account: caller.account, principal: principal.value });
  const expected = 'a principal whose policies can be simulated';
  const found =
    principal.state === 'unknown'
      ? undetermined(expected, principal.error)
      : {
          verdict: 'unknown' as const,
          expected,
          found: `could not tell: the policies of ${caller.arn} cannot be simulated`,
          fix: 'Go on: what is denied is told by the command that is denied.',
        };
  return [finding(wholeLab, found)];
}
