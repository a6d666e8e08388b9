import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absent, type Fact, known, unknown } from '../../../checker/account/fact.ts';
import { findingStream } from '../../../checker/engine/finding-stream.ts';
import { judgeStep } from '../../../checker/engine/judge.ts';
import type { FactName } from '../../../checker/facts/facts.ts';
import { check } from '../../../checker/steps/check.ts';
import { type Finding, fail, pass } from '../../../checker/steps/finding.ts';
import type { Step } from '../../../checker/steps/index.ts';
import { defaultInstructions } from '../../../checker/steps/instructions.ts';

const inputs = {
  lab: { region: 'eu-west-1', branch: 'main' },
  now: 0,
  instructions: defaultInstructions,
};
const names = ['bucket', 'versioning', 'encryption', 'bucketTags', 'pipeline', 'role'] as const;

/** Facts in all states. Two may be unknown because of the same call. */
const fact = fc.constantFrom<Fact<unknown>[]>(
  known('good'),
  known('bad'),
  absent('NotFound'),
  ...['GetBucketTagging', 'HeadBucket'].map((operation) =>
    unknown({
      cause: 'denied' as const,
      service: 's3',
      operation,
      actions: [],
      code: 'AccessDenied',
      message: 'Access Denied',
    }),
  ),
);

interface Plan {
  required: FactName[];
  optional: FactName[];
  raw: FactName[];
  context: FactName[];
  /** The earlier checks that it requires. */
  after: number[];
  /** It has no finding if everything is good. */
  silent: boolean;
}

const some = fc.subarray([...names]);
const plan = fc.record<Plan>({
  required: some,
  optional: some,
  raw: some,
  context: some,
  after: fc.array(fc.nat(7), { maxLength: 2 }),
  silent: fc.boolean(),
});

function stepOf(plans: readonly Plan[]): Step {
  const checks = plans.map(({ required, optional, raw, after, silent, ...plan }, at) => {
    const context = plan.context.filter((name) => ![...required, ...optional, ...raw].includes(name));
    return check({
      id: `c.${at}`,
      title: `check ${at}`,
      why: '',
      required,
      optional,
      raw,
      context,
      after: after.filter((one) => one < at).map((one) => `c.${one}`),
      judge(values) {
        const decisive = JSON.stringify({
          ...values,
          ...Object.fromEntries(context.map((name) => [name, 0])),
        });
        if (decisive.includes('bad')) return fail('', JSON.stringify(values), '');
        return silent ? undefined : pass('', decisive);
      },
    });
  });
  return { id: 'step-3', name: 'bucket', title: '', checks, prerequisites: [] };
}

const sorted = (findings: Finding[]) => [...findings].sort((a, b) => (a.check < b.check ? -1 : 1));

describe('the finding stream', () => {
  it('emits the final findings once each, for any facts in any order', () => {
    fc.assert(
      fc.property(
        fc.array(plan, { minLength: 1, maxLength: 8 }),
        fc.record(Object.fromEntries(names.map((name) => [name, fact]))),
        fc.shuffledSubarray([...names], { minLength: names.length }),
        (plans, facts, order) => {
          const step = stepOf(plans);
          const emitted: Finding[] = [];
          const emit = findingStream([step], inputs, (finding) => void emitted.push(finding));
          const snapshot = new Map<FactName, Fact<unknown>>();
          for (const name of order) {
            snapshot.set(name, facts[name] as Fact<unknown>);
            emit(snapshot);
          }
          // Every fact has arrived, so every finding was emitted.
          const early = emitted.length;
          emit(snapshot, true);
          expect(emitted).toHaveLength(early);
          expect(sorted(emitted)).toEqual(sorted(judgeStep(step, snapshot, inputs).findings));
        },
      ),
      { numRuns: 2000 },
    );
  });

  const plain = { optional: [], raw: [], context: [], after: [], silent: false };
  function emittedOf(plans: readonly Partial<Plan>[]) {
    const step = stepOf(plans.map((one) => ({ ...plain, required: [], ...one })));
    const emitted: string[] = [];
    const emit = findingStream(
      [step],
      inputs,
      ({ check, verdict }) => void emitted.push(`${check} ${verdict}`),
    );
    const snapshot = new Map<FactName, Fact<unknown>>();
    return (name: FactName, one: Fact<unknown>) => {
      snapshot.set(name, one);
      emit(snapshot);
      return emitted.splice(0);
    };
  }
  const denied = unknown({
    cause: 'denied',
    service: 's3',
    operation: 'HeadBucket',
    actions: [],
    code: 'AccessDenied',
    message: '',
  });

  it('emits a finding when the facts of its check have arrived, not when all have', () => {
    const comes = emittedOf([
      { required: ['bucket'] },
      { required: ['versioning'] },
      { required: ['encryption'] },
    ]);
    expect(comes('encryption', known('good'))).toEqual(['c.2 pass']);
    expect(comes('bucket', known('bad'))).toEqual(['c.0 fail']);
    expect(comes('versioning', known('good'))).toEqual(['c.1 pass']);
  });

  it('waits for the check that it requires, and emits nothing if that one did not pass', () => {
    const comes = emittedOf([{ required: ['bucket'] }, { required: ['versioning'], after: [0] }]);
    expect(comes('versioning', known('bad'))).toEqual([]);
    expect(comes('bucket', known('bad'))).toEqual(['c.0 fail']);
    const passing = emittedOf([{ required: ['bucket'] }, { required: ['versioning'], after: [0] }]);
    expect(passing('versioning', known('bad'))).toEqual([]);
    expect(passing('bucket', known('good'))).toEqual(['c.0 pass', 'c.1 fail']);
  });

  it('waits for context facts only if the check fails', () => {
    const comes = emittedOf([{ required: ['bucket'], context: ['versioning'] }]);
    expect(comes('bucket', known('good'))).toEqual(['c.0 pass']);
    const failing = emittedOf([{ required: ['bucket'], context: ['versioning'] }]);
    expect(failing('bucket', known('bad'))).toEqual([]);
    expect(failing('versioning', known('good'))).toEqual(['c.0 fail']);
  });

  it('delays an error while an earlier check may fail by the same call', () => {
    const comes = emittedOf([{ required: ['bucket'] }, { required: ['versioning'] }]);
    expect(comes('versioning', denied)).toEqual([]);
    expect(comes('bucket', denied)).toEqual(['c.0 unknown']);
  });

  it('reports an absent subject only if no other check reported it', () => {
    const comes = emittedOf([{ required: ['bucket'] }, { required: ['versioning'] }]);
    expect(comes('bucket', absent('NotFound'))).toEqual([]);
    expect(comes('versioning', absent('NotFound'))).toEqual(['c.0 fail']);
  });
});
