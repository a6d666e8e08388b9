import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { models, type OperationSchema, type ServiceModel } from '../../practice/protocols/schemas.ts';
import {
  bounds,
  expectAwsAnswer,
  nastyText,
  nearly,
  openTarget,
  plausibleText,
  type Target,
} from './fuzzing.ts';

// For any input the answer is AWS's error in the form of its protocol, or a right answer to a request that is valid by
// chance. There is never an internal error, and the account continues.

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.practice.close());

/** After each test the account still identifies its caller. */
afterEach(async () => {
  const answer = await target.raw.signed('sts', {
    method: 'POST',
    target: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  expect(answer.status).toBe(200);
});

const model = (name: string) => models.get(name) as ServiceModel;

/** `service Operation` of the operations that have an input. Names make a counterexample readable. */
const operationsOf = (...names: string[]) =>
  names.flatMap((name) =>
    [...model(name).operations.values()]
      .filter(({ input }) => !input.isUnitSchema())
      .map((operation) => `${name} ${operation.name}`),
  );

function lookUp(id: string): { service: ServiceModel; operation: OperationSchema } {
  const [name = '', operation = ''] = id.split(' ');
  const service = model(name);
  return { service, operation: service.operations.get(operation) as OperationSchema };
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const text = nastyText.map((value) => Buffer.from(value));

describe('the JSON protocols', () => {
  // An operation that is not served is rejected before its input is read.
  const served = operationsOf('codepipeline', 'codeconnections', 'codestar-connections').filter((id) =>
    / (\w+Connections?|\w+Pipelines?|\w+Pipeline(State|Executions?)|\w+Stage\w+|ListActionExecutions|PutApprovalResult|\w*Tags?\w*Resource)$/.test(
      id,
    ),
  );

  const post = (id: string, body: Buffer | string) => {
    const { service, operation } = lookUp(id);
    return target.raw.signed(service.signingName, {
      method: 'POST',
      target: '/',
      headers: {
        'x-amz-target': `${service.target}.${operation.name}`,
        'content-type': `application/x-amz-json-${service.protocol.slice(5)}`,
      },
      body,
    });
  };

  it('accept any bytes as a body', async () => {
    const bodies = fc.oneof(
      bytes(200),
      fc.json().map((json) => Buffer.from(json)),
      text,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...served), bodies, async (id, body) =>
        expectAwsAnswer(target, await post(id, body), ['json']),
      ),
      bounds(1, 150),
    );
  });

  it('accept members of any type and content', async () => {
    const cases = fc
      .constantFrom(...served)
      .chain((id) => fc.record({ id: fc.constant(id), input: nearly(lookUp(id).operation.input) }));
    await fc.assert(
      fc.asyncProperty(cases, async ({ id, input }) =>
        expectAwsAnswer(target, await post(id, JSON.stringify(input) ?? ''), ['json']),
      ),
      bounds(2, 600),
    );
  });

  it('accept any target', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (name) => {
        const printable = name.replace(/[^\x21-\x7e]/g, '.');
        const answer = await target.raw.signed('codepipeline', {
          method: 'POST',
          target: '/',
          headers: { 'x-amz-target': printable, 'content-type': 'application/x-amz-json-1.1' },
          body: '{}',
        });
        expectAwsAnswer(target, answer, ['json']);
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      bounds(3, 40),
    );
  });
});

describe('the Query protocol', () => {
  const steps = ['member.1', 'member.2', 'member.0', 'member.99999999999', 'member.x', 'member', '1'];

  /** Parameter names that a schema could read, and some that it could not. */
  function names(schema: NormalizedSchema, prefix: string, depth = 0): string[] {
    if (depth > 4) return [];
    if (schema.isStructSchema())
      return [...schema.structIterator()].flatMap(([name, member]) =>
        names(member, prefix === '' ? name : `${prefix}.${name}`, depth + 1),
      );
    if (schema.isListSchema())
      return steps.flatMap((step) => names(schema.getValueSchema(), `${prefix}.${step}`, depth + 1));
    return [prefix, prefix, prefix, `${prefix}.`, `${prefix}.member.1`];
  }

  const post = (service: ServiceModel, body: Buffer | string) =>
    target.raw.signed(service.signingName, {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body,
    });

  it('accepts any parameters, also duplicates', async () => {
    const served = Object.keys(target.practice.emulator.services.get('iam')?.operations ?? {}).map(
      (name) => `iam ${name}`,
    );
    const operations = [...served, ...operationsOf('sts')].filter(
      (id) => !lookUp(id).operation.input.isUnitSchema(),
    );
    const cases = fc.constantFrom(...operations).chain((id) => {
      const name = fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...names(lookUp(id).operation.input, ''), 'Action') },
        { weight: 1, arbitrary: nastyText },
      );
      return fc.record({
        id: fc.constant(id),
        pairs: fc.array(fc.tuple(name, plausibleText), { maxLength: 8 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ id, pairs }) => {
        const { service, operation } = lookUp(id);
        const form = new URLSearchParams({ Action: operation.name, Version: service.target });
        for (const [name, value] of pairs) form.append(name, value);
        expectAwsAnswer(target, await post(service, form.toString()), ['query']);
      }),
      bounds(4, 500),
    );
  });

  it('accepts any bytes as a form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(bytes(100), text),
        fc.constantFrom('Action=ListRoles&Version=2010-05-08&', 'Action=%ZZ&Version=2010-05-08&', ''),
        async (body, head) => {
          const answer = await post(model('iam'), Buffer.concat([Buffer.from(head), body]));
          expectAwsAnswer(target, answer, ['query']);
        },
      ),
      bounds(5, 60),
    );
  });
});
