import type { Calls } from '../../checker/account/calls.ts';
import type { Fact } from '../../checker/account/fact.ts';
import { checkerActions } from '../../checker/account/policy.ts';
import type { Identity } from '../../checker/account/sts.ts';
import { teardownActions } from '../../checker/account/write/operations.ts';
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
    actions: teardownActions(),
    fix: 'Have this policy attached by then, or tear down with other credentials: npx lab class policy --teardown',
  },
] as const;

/**
 * Whether whoever asks may follow a class, and tear it down, in this account: told for one seat's names, since all
 * are alike. Nothing is told for the root user, who may do all, nor where no policies can be simulated.
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
    tasks.map(async ({ actions, fix, ...about }) => {
      const judgement: Judgement =
        principal.state === 'unknown'
          ? undetermined('policies that can be simulated', principal.error)
          : await permissionJudgement({ actions }, calls, lab, namesOf(lab, account), {
              account,
              principal: principal.value,
            });
      // The day is still to come, and other credentials may do it.
      const verdict = judgement.verdict === 'fail' ? 'waiting' : judgement.verdict;
      return finding(
        { ...about, step: 'cleanup' },
        { ...judgement, verdict, ...(verdict === 'waiting' ? { fix } : {}) },
      );
    }),
  );
}
