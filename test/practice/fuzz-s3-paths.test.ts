import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bounds, expectAwsAnswer, lineText, openS3Target, type Target } from './fuzzing.ts';

// S3's readers of the path, the host and the query.

let target: Target;

beforeAll(async () => {
  target = await openS3Target();
});
afterAll(() => target.practice.close());

afterEach(async () => {
  expect((await target.raw.signed('s3', { method: 'HEAD', target: '/fuzz' })).status).toBe(200);
});

const methods = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS');
// The bucket of the final check stays: no random request may delete it.
const paths = fc
  .array(lineText(20), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`)
  .filter((path) => !/^\/_|^\/fuzz\/?$/.test(path));

const parameters = [
  'acl',
  'cors',
  'delete',
  'encryption',
  'lifecycle',
  'location',
  'policy',
  'tagging',
  'uploads',
  'versioning',
  'versions',
  'uploadId',
  'partNumber',
  'versionId',
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'key-marker',
  'version-id-marker',
  'continuation-token',
  'start-after',
  'encoding-type',
  'max-parts',
  'response-content-type',
  'response-expires',
  'publicAccessBlock',
  'ownershipControls',
  'attributes',
  'x-id',
];
const queries = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...parameters), lineText(8)), fc.option(lineText(20))), {
    maxLength: 4,
  })
  .map((pairs) => pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&'));

describe('path, host and query', () => {
  it('get a valid answer for any input', async () => {
    await fc.assert(
      fc.asyncProperty(methods, paths, queries, async (method, path, query) => {
        const request = { method, target: query === '' ? path : `${path}?${query}` };
        expectAwsAnswer(target, await target.raw.signed('s3', request), ['s3'], method === 'HEAD');
      }),
      bounds(21, 300),
    );
  });

  it('get a valid answer for any parameters on an existing bucket and object', async () => {
    await target.raw.signed('s3', { method: 'PUT', target: '/fuzz/there', body: 'there' });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'HEAD', 'POST'),
        fc.constantFrom('/fuzz', '/fuzz/there'),
        queries,
        async (method, path, query) => {
          const answer = await target.raw.signed('s3', { method, target: `${path}?${query}` });
          expectAwsAnswer(target, answer, ['s3'], method === 'HEAD');
        },
      ),
      bounds(22, 250),
    );
  });

  it('get a valid answer for any host name of the account', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 20 }).map((text) => text.replace(/[^a-z0-9.-]/gi, '-')),
        paths,
        async (name, path) => {
          const headers = { host: `${name === '' ? '' : `${name}.`}localhost` };
          expectAwsAnswer(target, await target.raw.signed('s3', { target: path, headers }), ['s3']);
        },
      ),
      bounds(23, 80),
    );
  });

  it('get a valid answer for a target that is no path', async () => {
    for (const odd of [
      '//',
      '///',
      '//evil.example/x',
      'http://evil.example/x',
      '*',
      '/?',
      '/??',
      '/%',
      '/#',
    ]) {
      const answer = await target.raw.signed('s3', { target: odd });
      expectAwsAnswer(target, answer, ['s3']);
    }
  });
});
