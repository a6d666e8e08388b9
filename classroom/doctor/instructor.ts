import type { Calls } from '../../checker/account/calls.ts';
import type { Fact } from '../../checker/account/fact.ts';
import { checkerActions, teardownActions } from '../../checker/account/operations/all.ts';
import type { Identity } from '../../checker/account/sts.ts';
import { permissionJudgement } from '../../checker/doctor/permissions.ts';
import { finding } from '../../checker/doctor/section.ts';
import { principalOf } from '../../checker/doctor/simulate.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { type Finding, type Judgement, undetermined } from '../../checker/steps/finding.ts';
import type { Seat } from '../seat.ts';

const tasks = [
  {
    id: 'class.follow',
    title: 'You may follow the class',
    why: 'What may not be read stands on the board as "could not tell".',
    actions: checkerActions,
    fix: 'Have this policy attached to whoever asks here: npx lab class policy --instructor',
  },
  {
    id: 'class.sweep',
    title: 'You may tear the class down',
    why: 'What may not be removed stays on the bill.',
    actions: teardownActions,
    fix: 'Have this policy attached by then, or tear down with other credentials: npx lab class policy --teardown',
  },
] as const;

/**
 * Whether the caller may follow and tear down a class in this account, judged by one seat's names, which
 * represent all. Empty for the root user, who may do everything, and where policies cannot be simulated.
 */
export async function instructorFindings(
  seat: Seat,
  calls: Calls,
  caller: Fact<Identity>,
): Promise<Finding[]> {
  if (caller.state !== 'known') return [];
  const { account } = caller.value;
  const lab = { region: seat.region, branch: seat.branch, seat: seat.id };
  const principal = await principalOf(calls, caller.value);
  if (principal.state === 'absent') return [];
  return Promise.all(
    tasks.map(async ({ actions, fix, ...task }) => {
      const judgement: Judgement =
        principal.state === 'unknown'
          ? undetermined('policies that can be simulated', principal.error)
          : await permissionJudgement({ actions }, calls, lab, namesOf(lab, account), {
              account,
              principal: principal.value,
            });
      // A missing permission can still be granted before the class, or other credentials can have it.
      const verdict = judgement.verdict === 'fail' ? 'waiting' : judgement.verdict;
      return finding(
        { ...task, step: 'cleanup' },
        { ...judgement, verdict, ...(verdict === 'waiting' ? { fix } : {}) },
      );
    }),
  );
}
