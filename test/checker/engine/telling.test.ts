import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absent, type Fact, known, unknown } from '../../../checker/account/fact.ts';
import { judgeStep } from '../../../checker/engine/judge.ts';
import { telling } from '../../../checker/engine/telling.ts';
import type { FactName } from '../../../checker/facts/values.ts';
import { check } from '../../../checker/steps/check.ts';
import { type Finding, fail, pass } from '../../../checker/steps/finding.ts';
import type { Step } from '../../../checker/steps/index.ts';

const given = { lab: { region: 'eu-west-1', branch: 'main' }, now: 0 };
const names = ['bucket', 'versioning', 'encryption', 'bucketTags', 'pipeline', 'role'] as const;

/** Facts in all states; two may be unknown for the same call. */
const fact = fc.constantFrom<Fact<unknown>[]>(
  known('good'),
  known('bad'),
  absent('NotFound'),
  ...['GetBucketTagging', 'HeadBucket'].map((operation) =>
    unknown({
      ...{ cause: 'denied' as const, service: 's3', operation, actions: [], code: 'AccessDenied' },
      message: 'Access Denied',
    }),
  ),
);

interface Plan {
  reads: FactName[];
  maybe: FactName[];
  peeks: FactName[];
  asides: FactName[];
  /** Which of the checks before it it needs. */
  needs: number[];
  /** It has nothing to say of what is good. */
  silent: boolean;
}

const some = fc.subarray([...names]);
const plan = fc.record<Plan>({
  ...{ reads: some, maybe: some, peeks: some, asides: some },
  ...{ needs: fc.array(fc.nat(7), { maxLength: 2 }), silent: fc.boolean() },
});

function stepOf(plans: readonly Plan[]): Step {
  const checks = plans.map(({ reads, maybe, peeks, needs, silent, ...plan }, at) => {
    const asides = plan.asides.filter((name) => ![...reads, ...maybe, ...peeks].includes(name));
    return check({
      ...{ id: `c.${at}`, title: `check ${at}`, why: '', reads, maybe, peeks, asides },
      needs: needs.filter((one) => one < at).map((one) => `c.${one}`),
      judge(values) {
        const decisive = JSON.stringify({
          ...values,
          ...Object.fromEntries(asides.map((name) => [name, 0])),
        });
        if (decisive.includes('bad')) return fail('', JSON.stringify(values), '');
        return silent ? undefined : pass('', decisive);
      },
    });
  });
  return { id: 'step-3', name: 'bucket', title: '', checks, rests: [] };
}

const sorted = (findings: Finding[]) => [...findings].sort((a, b) => (a.check < b.check ? -1 : 1));

describe('telling findings as they come', () => {
  it('tells, whatever the facts and in whatever order they come, what stands at the end, and each once', () => {
    fc.assert(
      fc.property(
        fc.array(plan, { minLength: 1, maxLength: 8 }),
        fc.record(Object.fromEntries(names.map((name) => [name, fact]))),
        fc.shuffledSubarray([...names], { minLength: names.length }),
        (plans, facts, order) => {
          const step = stepOf(plans);
          const told: Finding[] = [];
          const tell = telling([step], given, (finding) => void told.push(finding));
          const snapshot = new Map<FactName, Fact<unknown>>();
          for (const name of order) {
            snapshot.set(name, facts[name] as Fact<unknown>);
            tell(snapshot);
          }
          // Every fact is in: there is nothing left to tell.
          const early = told.length;
          tell(snapshot, true);
          expect(told).toHaveLength(early);
          expect(sorted(told)).toEqual(sorted(judgeStep(step, snapshot, given).findings));
        },
      ),
      { numRuns: 2000 },
    );
  });

  const plain = { maybe: [], peeks: [], asides: [], needs: [], silent: false };
  function toldOf(plans: readonly Partial<Plan>[]) {
    const step = stepOf(plans.map((one) => ({ ...plain, reads: [], ...one })));
    const told: string[] = [];
    const tell = telling([step], given, ({ check, verdict }) => void told.push(`${check} ${verdict}`));
    const snapshot = new Map<FactName, Fact<unknown>>();
    return (name: FactName, one: Fact<unknown>) => {
      snapshot.set(name, one);
      tell(snapshot);
      return told.splice(0);
    };
  }
  const denied = unknown({
    ...{ cause: 'denied', service: 's3', operation: 'HeadBucket', actions: [], code: 'AccessDenied' },
    message: '',
  });

  it('tells a check when its facts are in, not when all are', () => {
    const comes = toldOf([{ reads: ['bucket'] }, { reads: ['versioning'] }, { reads: ['encryption'] }]);
    expect(comes('encryption', known('good'))).toEqual(['c.2 pass']);
    expect(comes('bucket', known('bad'))).toEqual(['c.0 fail']);
    expect(comes('versioning', known('good'))).toEqual(['c.1 pass']);
  });

  it('waits for the check that it needs, and says nothing where that one did not pass', () => {
    const comes = toldOf([{ reads: ['bucket'] }, { reads: ['versioning'], needs: [0] }]);
    expect(comes('versioning', known('bad'))).toEqual([]);
    expect(comes('bucket', known('bad'))).toEqual(['c.0 fail']);
    const passing = toldOf([{ reads: ['bucket'] }, { reads: ['versioning'], needs: [0] }]);
    expect(passing('versioning', known('bad'))).toEqual([]);
    expect(passing('bucket', known('good'))).toEqual(['c.0 pass', 'c.1 fail']);
  });

  it('does not wait for what only tells more of a failure, unless it is one', () => {
    const comes = toldOf([{ reads: ['bucket'], asides: ['versioning'] }]);
    expect(comes('bucket', known('good'))).toEqual(['c.0 pass']);
    const failing = toldOf([{ reads: ['bucket'], asides: ['versioning'] }]);
    expect(failing('bucket', known('bad'))).toEqual([]);
    expect(failing('versioning', known('good'))).toEqual(['c.0 fail']);
  });

  it('holds an error back while one before it may be stopped by the same call', () => {
    const comes = toldOf([{ reads: ['bucket'] }, { reads: ['versioning'] }]);
    expect(comes('versioning', denied)).toEqual([]);
    expect(comes('bucket', denied)).toEqual(['c.0 unknown']);
  });

  it('says that there is nothing to look at only when nothing else has been said', () => {
    const comes = toldOf([{ reads: ['bucket'] }, { reads: ['versioning'] }]);
    expect(comes('bucket', absent('NotFound'))).toEqual([]);
    expect(comes('versioning', absent('NotFound'))).toEqual(['c.0 fail']);
  });
});
