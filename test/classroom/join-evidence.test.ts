import { describe, expect, it } from 'vitest';
import { type Verdict, worst } from '../../checker/steps/finding.ts';
import { type CheckedSeat, joinEvidence } from '../../classroom/join-evidence.ts';
import { seatSteps } from '../../classroom/seat-poll.ts';
import { seatStatusOf } from '../../classroom/seat-status.ts';

/** An evidence file of the first steps at that time. `there` states whether a resource of the lab existed. */
function file(
  at: number,
  verdicts: Verdict[],
  { account = '111122223333', there: hasResources = true } = {},
): CheckedSeat {
  const steps = verdicts.flatMap((verdict, place) => {
    const step = seatSteps[place];
    if (step === undefined) return [];
    const cause = verdict === 'waiting' ? { cause: 'approval-pending' as const } : {};
    const words = { title: '', expected: '', found: `at ${at}`, why: '', fix: '', link: '' };
    const { id, name, title } = step;
    return [{ id, name, title, verdict, findings: [{ check: `${name}.x`, verdict, ...words, ...cause }] }];
  });
  return {
    kind: 'seen',
    seat: 'ben',
    at,
    account,
    repository: 'octocat/ben-lab',
    evidence: `${at}.json`,
    run: {
      schemaVersion: 1,
      verdict: worst(verdicts),
      steps,
      calls: [],
      target: { kind: 'practice', account, region: 'us-east-1', endpoint: null },
      live: { resources: hasResources ? [{ kind: 'bucket', name: 'b' }] : [], unknown: [] },
    },
  };
}

const waitingForApproval = file(10, ['pass', 'pass', 'pass', 'pass', 'pass', 'waiting', 'fail', 'fail']);
const verdicts = ({ run: { steps } }: CheckedSeat) => steps.map(({ verdict }) => verdict);

describe('the evidence files of one seat', () => {
  it('keep the result of an older file for steps that the latest one lacks', () => {
    const poll = joinEvidence(file(50, ['pass']), [waitingForApproval]);
    expect(verdicts(poll)).toEqual(verdicts(waitingForApproval));
    expect(poll).toMatchObject({ at: 50, oldest: 10, evidence: '50.json', run: { verdict: 'fail' } });
    const terms = { since: 50, now: 60, stuckAfterMs: 5, done: false };
    expect(seatStatusOf(poll, terms)).toBe('waiting-for-approval');
  });

  it('use the latest result for each step, and have the age of the oldest one in use', () => {
    const poll = joinEvidence(file(50, ['fail']), [file(40, ['pass', 'fail']), file(10, ['pass', 'pass'])]);
    expect(verdicts(poll)).toEqual(['fail', 'fail']);
    expect(poll.oldest).toBe(40);
    expect(joinEvidence(file(50, ['pass', 'pass']), [file(10, ['fail'])])).not.toHaveProperty('oldest');
  });

  it('ignore another account, and everything before the lab was seen to be gone', () => {
    const moved = joinEvidence(file(50, ['pass'], { account: '444455556666' }), [waitingForApproval]);
    expect(verdicts(moved)).toEqual(['pass']);
    const gone = file(30, ['pass', 'fail'], { there: false });
    expect(verdicts(joinEvidence(file(50, ['pass']), [gone, waitingForApproval]))).toEqual(['pass', 'fail']);
  });

  it('keep a seat finished after it cleaned up', () => {
    const whole = file(10, Array<Verdict>(8).fill('pass'));
    const poll = joinEvidence(file(50, ['pass'], { there: false }), [waitingForApproval, whole]);
    const terms = { since: 50, now: 60, stuckAfterMs: 5, done: false };
    expect(seatStatusOf(poll, terms)).toBe('done');
  });
});
