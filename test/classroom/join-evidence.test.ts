import { describe, expect, it } from 'vitest';
import { type Verdict, worst } from '../../checker/steps/finding.ts';
import { joinedEvidence, type Seen } from '../../classroom/join-evidence.ts';
import { seatSteps } from '../../classroom/look.ts';
import { standingOf } from '../../classroom/standing.ts';

/** A file of the first steps, as they were then: `there` says whether anything of the lab was. */
function file(at: number, verdicts: Verdict[], { account = '111122223333', there = true } = {}): Seen {
  const steps = verdicts.flatMap((verdict, place) => {
    const step = seatSteps[place];
    if (step === undefined) return [];
    const cause = verdict === 'waiting' ? { cause: 'approval-pending' as const } : {};
    const words = { title: '', expected: '', found: `at ${at}`, why: '', fix: '', link: '' };
    const { id, name, title } = step;
    return [{ id, name, title, verdict, findings: [{ check: `${name}.x`, verdict, ...words, ...cause }] }];
  });
  return {
    ...{ kind: 'seen', seat: 'ben', at, account, repository: 'octocat/ben-lab', evidence: `${at}.json` },
    run: {
      ...{ schemaVersion: 1, verdict: worst(verdicts), steps, calls: [] },
      target: { kind: 'practice', account, region: 'us-east-1', endpoint: null },
      live: { things: there ? [{ kind: 'bucket', name: 'b' }] : [], unknown: [] },
    },
  };
}

const atTheGate = file(10, ['pass', 'pass', 'pass', 'pass', 'pass', 'waiting', 'fail', 'fail']);
const verdicts = ({ run: { steps } }: Seen) => steps.map(({ verdict }) => verdict);

describe('the files of one seat', () => {
  it('leave what an older one says of the steps that the newest does not tell', () => {
    const look = joinedEvidence(file(50, ['pass']), [atTheGate]);
    expect(verdicts(look)).toEqual(verdicts(atTheGate));
    expect(look).toMatchObject({ at: 50, oldest: 10, evidence: '50.json', run: { verdict: 'fail' } });
    const terms = { since: 50, now: 60, stuckAfterMs: 5, done: false };
    expect(standingOf(look, terms)).toBe('waiting-for-approval');
  });

  it('count for each step by the newest that tells it, and are as old as the oldest that counts', () => {
    const look = joinedEvidence(file(50, ['fail']), [file(40, ['pass', 'fail']), file(10, ['pass', 'pass'])]);
    expect(verdicts(look)).toEqual(['fail', 'fail']);
    expect(look.oldest).toBe(40);
    expect(joinedEvidence(file(50, ['pass', 'pass']), [file(10, ['fail'])])).not.toHaveProperty('oldest');
  });

  it('say nothing of another account, or of what was there before it was seen to be gone', () => {
    const moved = joinedEvidence(file(50, ['pass'], { account: '444455556666' }), [atTheGate]);
    expect(verdicts(moved)).toEqual(['pass']);
    const gone = file(30, ['pass', 'fail'], { there: false });
    expect(verdicts(joinedEvidence(file(50, ['pass']), [gone, atTheGate]))).toEqual(['pass', 'fail']);
  });

  it('leave one who finished, and then cleaned up, finished', () => {
    const whole = file(10, Array<Verdict>(8).fill('pass'));
    const look = joinedEvidence(file(50, ['pass'], { there: false }), [atTheGate, whole]);
    const terms = { since: 50, now: 60, stuckAfterMs: 5, done: false };
    expect(standingOf(look, terms)).toBe('done');
  });
});
