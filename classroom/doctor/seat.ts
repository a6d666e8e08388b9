import type { Calls } from '../../checker/account/calls.ts';
import type { Fact } from '../../checker/account/fact.ts';
import type { Identity } from '../../checker/account/sts.ts';
import { nameFindings } from '../../checker/doctor/names.ts';
import { permissionFindings, permissionsOf } from '../../checker/doctor/permissions.ts';
import { finding } from '../../checker/doctor/section.ts';
import { type Lab, namesOf, partitionOf, seatNames } from '../../checker/lab/lab.ts';
import {
  type Finding,
  fail,
  type Judgement,
  pass,
  undetermined,
  waiting,
} from '../../checker/steps/finding.ts';
import type { Roster, Seat } from '../seat.ts';

/** The account that a seat must be in: the roster's, or that of its role's ARN; undefined for a profile. */
export function expectedAccount({ access }: Seat, { account }: Pick<Roster, 'account'>): string | undefined {
  if (access.kind === 'shared') return account;
  return access.kind === 'role' ? access.roleArn.split(':')[4] : undefined;
}

const accessLabels = {
  shared: () => 'the class’s own credentials',
  profile: (access: { profile: string }) => `profile ${access.profile}`,
  role: (access: { roleArn: string }) => `role ${access.roleArn}`,
};

const accessLabel = ({ access }: Seat) =>
  access.kind === 'role'
    ? accessLabels.role(access)
    : access.kind === 'profile'
      ? accessLabels.profile(access)
      : accessLabels.shared();

function judgeAccess(seat: Seat, roster: Roster, caller: Fact<Identity>): Judgement {
  const expectedId = expectedAccount(seat, roster);
  const expected = `account ${expectedId ?? 'of its own'}, by ${accessLabel(seat)}`;
  if (caller.state !== 'known')
    return caller.state === 'unknown' ? undetermined(expected, caller.error) : cannotTellAbsent(expected);
  const { account, arn } = caller.value;
  if (expectedId !== undefined && expectedId !== account)
    return fail(
      expected,
      `account ${account}, as ${arn}`,
      'Put the right account, profile or role into the roster.',
    );
  return pass(expected, arn);
}

const cannotTellAbsent = (expected: string): Judgement => ({
  verdict: 'unknown',
  expected,
  found: 'could not tell: STS said nothing',
  fix: 'Look again in a minute.',
});

/** Judges the permissions of the seat's user or, without one, of its role; reports if neither exists yet. */
async function sharedSeatFindings(
  calls: Calls,
  lab: Lab,
  seat: Seat,
  { account, isInRoster }: { account: string; isInRoster: boolean },
): Promise<Finding[]> {
  const names = namesOf(lab, account);
  const { identity } = seatNames(seat.id);
  const iam = `arn:${partitionOf(seat.region)}:iam::${account}`;
  for (const kind of ['user', 'role']) {
    const principal = `${iam}:${kind}/${identity}`;
    const simulation = await calls.read('iam', 'SimulatePrincipalPolicy', {
      PolicySourceArn: principal,
      ActionNames: ['sts:GetCallerIdentity'],
    });
    if (simulation.state === 'unknown' && /^NoSuchEntity/.test(simulation.error.code)) continue;
    const findings = await permissionsOf(calls, lab, names, { account, principal });
    // The fix is not the lab's own policy, which allows actions on every seat's resources.
    const fix = `Attach the seat's own policy to ${kind} ${identity}. It is printed by: npx lab class policy --seat ${seat.id}${isInRoster ? '' : ` --account ${account}`}`;
    return findings.map((one) => (one.verdict === 'fail' ? { ...one, fix } : one));
  }
  return [
    finding(
      {
        id: 'class.user',
        title: `Somebody can work as ${identity}`,
        step: 'credentials',
        why: 'In a shared account each seat has a user, or a role, with its own policy.',
      },
      waiting(
        `a user or a role called ${identity}`,
        'there is neither',
        'npx lab class policy --all --out policies, then sh policies/make-seats.sh; or let the learners in by names of your own: then nobody can tell here what they may do.',
      ),
    ),
  ];
}

/**
 * Examines a seat before the class: which account it reaches, whether its names are free, and whether its
 * learner may do the lab. An account that cannot be reached is a finding of this seat only.
 */
export async function seatFindings(
  seat: Seat,
  roster: Roster,
  calls: Calls,
  caller: Fact<Identity>,
): Promise<Finding[]> {
  const access = finding(
    {
      id: 'class.access',
      title: 'The account can be reached',
      step: 'credentials',
      why: 'The board, and the teardown, see no more than this access does.',
    },
    judgeAccess(seat, roster, caller),
  );
  if (caller.state !== 'known' || access.verdict !== 'pass') return [access];
  const { account } = caller.value;
  const lab: Lab = { region: seat.region, branch: seat.branch, seat: seat.id };
  const names = namesOf(lab, account);
  const [taken, permissions] = await Promise.all([
    nameFindings(calls, lab, names, account),
    seat.access.kind === 'shared'
      ? sharedSeatFindings(calls, lab, seat, { account, isInRoster: roster.account !== undefined })
      : // Through a role, the caller is the instructor, so the learner's permissions cannot be judged.
        seat.access.kind === 'profile'
        ? permissionFindings(calls, lab, names, caller.value)
        : [],
  ]);
  return [access, ...taken, ...permissions];
}
