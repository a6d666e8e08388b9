import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { expect } from 'vitest';
import { requiredMembers } from '../../practice/protocols/schemas.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { Raw, type RawAnswer } from './raw.ts';

/** A practice account for malformed requests, with its internal errors. */
export interface Target {
  practice: Practice;
  raw: Raw;
  internalErrors: unknown[];
}

export async function openTarget(): Promise<Target> {
  const internalErrors: unknown[] = [];
  const practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  return { practice, raw: new Raw(practice), internalErrors };
}

/** Opens a target that has the bucket `fuzz` and, in it, the object `there`. */
export async function openS3Target(): Promise<Target> {
  const target = await openTarget();
  for (const request of [{ target: '/fuzz' }, { target: '/fuzz/there', body: 'there' }])
    expect((await target.raw.signed('s3', { method: 'PUT', ...request })).status).toBe(200);
  return target;
}

// The seed is fixed so that a failure repeats. The long tier uses others.
export const bounds = (seed: number, numRuns: number) => ({
  seed: Number(process.env.FUZZ_SEED ?? seed),
  numRuns: numRuns * Number(process.env.FUZZ_RUNS ?? 1),
  // Shrinking over HTTP is slow, and the first counterexample is enough.
  endOnFailure: false,
});

/** The protocol of an answer by its form alone, or undefined if it has the form of none. */
export function formOf({ headers, body }: RawAnswer): 'json' | 'query' | 's3' | undefined {
  if ((headers['content-type'] ?? '').startsWith('application/x-amz-json-1.')) {
    const document = JSON.parse(body) as { __type?: unknown; message?: unknown };
    return typeof document.__type === 'string' && typeof document.message === 'string' ? 'json' : undefined;
  }
  if (
    /^<ErrorResponse xmlns="https:\/\/[^"]+"><Error><Type>(Sender|Receiver)<\/Type><Code>\w+<\/Code><Message>/.test(
      body,
    )
  )
    return 'query';
  if (/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>\w+<\/Code><Message>/.test(body)) return 's3';
  return undefined;
}

/** Checks an answer to a malformed request: there is no internal error, and it has AWS's form. */
export function expectAwsAnswer(
  target: Target,
  answer: RawAnswer,
  forms: readonly ReturnType<typeof formOf>[],
  isHead = false,
): void {
  // The errors are removed, so that the next test does not report them again.
  expect(target.internalErrors.splice(0)).toEqual([]);
  // 501 names what is not served. Any other 5xx would be an internal error.
  expect(answer.status < 500 || answer.status === 501, `${answer.status} ${answer.body}`).toBe(true);
  expect(answer.status, answer.body).toBeGreaterThanOrEqual(200);
  if (answer.status >= 400 && !isHead) expect(forms, answer.body).toContain(formOf(answer));
}

/** Text that breaks readers: control characters, half characters, syntax of other languages. */
export const nastyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ...[
      '',
      '\u0000',
      '../..',
      '%00',
      '%',
      '%zz',
      '\ud800',
      '__proto__',
      'constructor',
      'toString',
      '[]',
      '{}',
    ],
    ...['null', '\r\n', '1e999', '-1', '9'.repeat(40), 'x'.repeat(3000)],
  ),
);

/** What a request line can carry: no space, no control character. */
export const lineText = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength }).map((text) => text.replace(/[^\x21-\x7e]/g, '%')),
    nastyText.map((text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, 'x')).slice(0, maxLength)),
    fc.constantFrom('%', '%zz', '%c3', '%00', '%2f..%2f', '..', '//', '%2e%2e', '%ff%fe', '[', '@', ':'),
  );

/** Text that an HTTP header can carry. */
export const headerText = nastyText.map((text) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, ' ').trim());

// Text that matches patterns and enums, and names existing resources.
const plausible = [
  'fuzz',
  'V2',
  'Source',
  'Deploy',
  'Approval',
  'AWS',
  'S3',
  '1',
  'Manual',
  'CodeStarSourceConnection',
  'GitHub',
  'Inbound',
  'FAILED_ACTIONS',
  'Approved',
  'Latest',
  'COMMIT_ID',
  'learner',
  '/',
  '3600',
  'true',
  'eyJhZnRlciI6MX0=',
  '12345678-1234-1234-1234-123456789012',
  'arn:aws:iam::000000000000:role/fuzz',
  'arn:aws:iam::aws:policy/AdministratorAccess',
  'arn:aws:codepipeline:us-east-1:000000000000:fuzz',
  'arn:aws:codeconnections:us-east-1:000000000000:connection/fuzz',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
];

export const plausibleText = fc.oneof(
  { weight: 1, arbitrary: nastyText },
  { weight: 5, arbitrary: fc.constantFrom(...plausible) },
);

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  nastyText,
  fc.constantFrom<unknown>(null, true, -1, 1e308, 0.5, [], {}, [null], [[]], { a: null }),
);

/** A value for a schema: valid, nearly valid, or sometimes anything. */
export function nearly(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 25, arbitrary: shaped(schema, depth) }, { weight: 1, arbitrary: anything });
}

function shaped(schema: NormalizedSchema, depth: number): fc.Arbitrary<unknown> {
  if (depth > 7) return fc.constant(null);
  if (schema.isStructSchema()) {
    const required = new Set(requiredMembers(schema));
    const members: Record<string, fc.Arbitrary<unknown>> = {};
    for (const [name, member] of schema.structIterator()) {
      const value = nearly(member, depth + 1);
      // A request without a required member is rejected early, and so is one with too many optional ones.
      members[name] = required.has(name) ? value : fc.option(value, { nil: undefined, freq: 1 });
    }
    return fc.record(members, { requiredKeys: [...required] });
  }
  if (schema.isListSchema())
    return fc.array(nearly(schema.getValueSchema(), depth + 1), { minLength: 1, maxLength: 2 });
  if (schema.isMapSchema())
    return fc.dictionary(plausibleText, nearly(schema.getValueSchema(), depth + 1), { maxKeys: 3 });
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema())
    return fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer(), fc.double({ noNaN: true }));
  if (schema.isTimestampSchema()) return fc.oneof(fc.integer(), nastyText);
  return plausibleText;
}
