import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bounds, expectAwsAnswer, headerText, lineText, openS3Target, type Target } from './fuzzing.ts';

// The readers of every kind of signature.

let target: Target;

beforeAll(async () => {
  target = await openS3Target();
});
afterAll(() => target.practice.close());

afterEach(async () => {
  expect((await target.raw.signed('s3', { method: 'HEAD', target: '/fuzz' })).status).toBe(200);
});

describe('malformed signatures', () => {
  const field = fc.oneof(
    headerText,
    fc.constantFrom(
      'AKIAPRACTICE00000000/20260101/us-east-1/s3/aws4_request',
      '////aws4_request',
      'host',
      ';;',
      '=',
    ),
  );
  const services = [
    { service: 's3', forms: ['s3'], request: { target: '/fuzz' } },
    {
      service: 'iam',
      forms: ['query'],
      request: {
        method: 'POST',
        target: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=ListRoles&Version=2010-05-08',
      },
    },
    {
      service: 'codepipeline',
      forms: ['json'],
      request: {
        method: 'POST',
        target: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'CodePipeline_20150709.ListPipelines',
        },
        body: '{}',
      },
    },
  ] as const;

  it('of version 4 in the header are rejected', async () => {
    const header = fc.oneof(
      headerText,
      fc
        .tuple(field, field, field)
        .map(([a, b, c]) => `AWS4-HMAC-SHA256 Credential=${a}, SignedHeaders=${b}, Signature=${c}`),
      field.map((text) => `AWS4-HMAC-SHA256 ${text}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...services),
        header,
        headerText,
        async ({ forms, request }, value, date) => {
          const headers = {
            ...('headers' in request ? request.headers : {}),
            authorization: value,
            'x-amz-date': date,
          };
          const answer = await target.raw.send({ ...request, headers });
          expectAwsAnswer(target, answer, forms);
          expect(answer.status).toBeGreaterThanOrEqual(400);
        },
      ),
      bounds(27, 200),
    );
  });

  it('of version 4 in the query are rejected', async () => {
    const names = [
      'Algorithm',
      'Credential',
      'Date',
      'Expires',
      'SignedHeaders',
      'Signature',
      'Security-Token',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(field.map(encodeURIComponent), lineText(30))), {
          maxLength: 9,
        }),
        async (pairs) => {
          const query = pairs.map(([name, value]) => `X-Amz-${name}=${value}`).join('&');
          const answer = await target.raw.send({ target: `/fuzz/there?${query}&X-Amz-Signature=0` });
          expectAwsAnswer(target, answer, ['s3']);
          expect(answer.status).toBeGreaterThanOrEqual(400);
        },
      ),
      bounds(28, 150),
    );
  });

  it('of version 2, and valid ones with any expiry, get a valid answer', async () => {
    const number = fc.oneof(
      fc.integer().map(String),
      fc.constantFrom('1e20', '-1e20', 'NaN', '0', '', '1e400', '0x10'),
    );
    await fc.assert(
      fc.asyncProperty(number, fc.boolean(), lineText(20), async (expires, isRight, nonsense) => {
        const path = isRight
          ? target.raw.signedV2('/fuzz/there', '', expires)
          : `/fuzz/there?AWSAccessKeyId=${nonsense}&Signature=${nonsense}&Expires=${encodeURIComponent(expires)}`;
        expectAwsAnswer(target, await target.raw.send({ target: path }), ['s3']);
      }),
      bounds(29, 120),
    );
  });

  it('with an invalid date are rejected, not valid forever', async () => {
    const credential = encodeURIComponent(
      `${target.practice.exports.AWS_ACCESS_KEY_ID}/99999999/us-east-1/s3/aws4_request`,
    );
    const answer = await target.raw.send({
      target: `/fuzz/there?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=99999999T999999Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00`,
    });
    expect(answer.body).toContain('<Code>AuthorizationHeaderMalformed</Code>');
  });
});
