import { describe, expect, it } from 'vitest';
import { absent, type CallError, type Fact, known, unknown } from '../../../checker/account/fact.ts';
import { judgeStep } from '../../../checker/engine/judge.ts';
import type { FactName } from '../../../checker/facts/facts.ts';
import { namesOf } from '../../../checker/lab/lab.ts';
import { causeIds } from '../../../checker/steps/causes.ts';
import { worst } from '../../../checker/steps/finding.ts';
import { findStep, steps } from '../../../checker/steps/index.ts';
import { defaultInstructions } from '../../../checker/steps/instructions.ts';

const lab = { region: 'eu-west-1', branch: 'main' };
const inputs = { lab, now: 0, instructions: defaultInstructions };
const names = namesOf(lab, '123456789012');
const bucket = { name: names.deployBucket, owner: '123456789012', region: 'eu-west-1' };

const denied = (operation: string, action: string): CallError => ({
  cause: 'denied',
  service: 's3',
  operation,
  actions: [action],
  code: 'AccessDenied',
  message: 'Access Denied',
});

const healthy: [FactName, Fact<unknown>][] = [
  ['names', known(names)],
  ['bucket', known(bucket)],
  ['bucketNearMiss', known({ foreign: false, similar: [] })],
  [
    'publicAccess',
    known({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    }),
  ],
  ['versioning', known('Enabled')],
  ['encryption', known('AES256')],
  ['publicPolicy', known(false)],
  ['bucketTags', known({ lab: 'codepipeline-lab' })],
];

function judgeBucket(...others: [FactName, Fact<unknown>][]) {
  const step = findStep('bucket');
  if (step === undefined) throw new Error('no step');
  const { findings, verdict } = judgeStep(step, new Map([...healthy, ...others]), inputs);
  return {
    verdict,
    findings,
    faults: findings.filter((one) => one.verdict !== 'pass').map(({ check, cause }) => `${check} ${cause}`),
  };
}

describe('judging a step', () => {
  it('passes a healthy account', () => {
    expect(judgeBucket()).toMatchObject({ verdict: 'pass', faults: [] });
  });

  it('does not pass a bucket that disappeared during the check', () => {
    const gone = absent('NoSuchBucket');
    const judged = judgeBucket(['versioning', gone], ['publicAccess', gone]);
    expect(judged).toMatchObject({
      verdict: 'unknown',
      faults: ['bucket.private undefined', 'bucket.versioned undefined'],
    });
  });

  it('reports one failure for a missing bucket, not seven', () => {
    const gone = absent('NotFound');
    const judged = judgeBucket(
      ...(['bucket', 'publicAccess', 'versioning', 'encryption', 'publicPolicy', 'bucketTags'] as const).map(
        (name): [FactName, Fact<unknown>] => [name, gone],
      ),
    );
    expect(judged.findings).toHaveLength(1);
    expect(judged.findings[0]).toMatchObject({
      check: 'bucket.exists',
      cause: 'bucket-missing',
      fix: `aws s3api create-bucket --bucket ${names.deployBucket} --region eu-west-1 --create-bucket-configuration LocationConstraint=eu-west-1`,
    });
  });

  it('names the IAM action of a denied read, and judges the rest', () => {
    const callError = denied('GetBucketTagging', 's3:GetBucketTagging');
    const judged = judgeBucket(['bucketTags', unknown(callError)]);
    expect(judged.verdict).toBe('unknown');
    expect(judged.findings.filter(({ verdict }) => verdict === 'pass')).toHaveLength(6);
    expect(judged.findings.at(-1)).toMatchObject({ check: 'bucket.tagged', verdict: 'unknown' });
    expect(judged.findings.at(-1)?.found).toContain('s3:GetBucketTagging');
  });

  it('distinguishes a bucket of another account from a denied read', () => {
    const refused: [FactName, Fact<unknown>] = ['bucket', unknown(denied('HeadBucket', 's3:ListBucket'))];
    expect(judgeBucket(refused).verdict).toBe('unknown');
    const foreign: [FactName, Fact<unknown>] = ['bucketNearMiss', known({ foreign: true, similar: [] })];
    expect(judgeBucket(refused, foreign).faults).toEqual(['bucket.exists bucket-other-account']);
  });

  it('names the region that the bucket is in', () => {
    const judged = judgeBucket(['bucket', known({ ...bucket, region: 'us-east-1' })]);
    expect(judged.faults).toEqual(['bucket.region bucket-other-region']);
    expect(judged.findings.find(({ check }) => check === 'bucket.region')?.found).toContain('us-east-1');
  });

  it("keeps other tags in the command that adds the lab's tag", () => {
    const judged = judgeBucket(['bucketTags', known({ owner: "Ada's" })]);
    expect(judged.findings.at(-1)?.fix).toContain('"Key":"lab","Value":"codepipeline-lab"');
    expect(judged.findings.at(-1)?.fix).toContain(`"Ada'\\''s"`);
  });

  it('never passes a step without a finding', () => {
    for (const step of steps) {
      const { verdict, findings } = judgeStep(step, new Map(), inputs);
      // The cleanup step is about absence. There the missing record keeps it from passing.
      expect(findings.length, step.id).toBeGreaterThan(0);
      expect(verdict, step.id).not.toBe('pass');
    }
  });
});

describe('the set of checks', () => {
  it('has unique ids, and requires only earlier checks of the same step', () => {
    const seen = new Set<string>();
    for (const { checks } of steps) {
      const before = new Set<string>();
      for (const { id, after: needs } of checks) {
        expect(seen.has(id), id).toBe(false);
        for (const need of needs) expect(before.has(need), `${id} needs ${need}`).toBe(true);
        seen.add(id);
        before.add(id);
      }
    }
    expect(new Set(causeIds).size).toBe(causeIds.length);
  });

  it('finds a step by id, number and name', () => {
    expect(['step-5', '5', 'pipeline', ' Pipeline '].map((text) => findStep(text)?.id)).toEqual(
      Array(4).fill('step-5'),
    );
    expect(findStep('step-10')).toBeUndefined();
    expect(findStep('pipelin')).toBeUndefined();
  });

  it('orders verdicts: fail, unknown, waiting, pass', () => {
    expect(worst(['pass', 'waiting', 'unknown'])).toBe('unknown');
    expect(worst(['unknown', 'fail', 'pass'])).toBe('fail');
    expect(worst([])).toBe('pass');
  });
});
