import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bounds, expectAwsAnswer, headerText, nastyText, openS3Target, type Target } from './fuzzing.ts';

// S3's readers of headers, XML and upload framing.

let target: Target;

beforeAll(async () => {
  target = await openS3Target();
});
afterAll(() => target.practice.close());

afterEach(async () => {
  expect((await target.raw.signed('s3', { method: 'HEAD', target: '/fuzz' })).status).toBe(200);
});

describe('headers and XML', () => {
  const names = [
    'content-md5',
    'range',
    'if-match',
    'if-none-match',
    'if-modified-since',
    'x-amz-tagging',
    'x-amz-acl',
    'x-amz-copy-source',
    'x-amz-copy-source-range',
    'x-amz-storage-class',
    'x-amz-meta-a',
    'expires',
    'x-amz-server-side-encryption',
    'x-amz-checksum-crc32',
    'x-amz-checksum-algorithm',
    'x-amz-mfa',
    'x-amz-metadata-directive',
    'x-amz-expected-bucket-owner',
    'content-type',
    'content-encoding',
    'x-amz-object-attributes',
    'x-amz-optional-object-attributes',
    'x-amz-part-number',
    'x-amz-max-parts',
  ];

  it('any headers get a valid answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'PUT', 'HEAD'),
        fc.constantFrom('/fuzz/there', '/fuzz/other'),
        fc.dictionary(fc.constantFrom(...names), headerText, { maxKeys: 4 }),
        async (method, path, headers) => {
          const request = { method, target: path, headers, body: method === 'PUT' ? 'body' : '' };
          expectAwsAnswer(target, await target.raw.signed('s3', request), ['s3'], method === 'HEAD');
        },
      ),
      bounds(24, 250),
    );
  });

  const elements = [
    'VersioningConfiguration',
    'Status',
    'Tagging',
    'TagSet',
    'Tag',
    'Key',
    'Value',
    'Delete',
    'Object',
    'CreateBucketConfiguration',
    'LocationConstraint',
    'CompleteMultipartUpload',
    'Part',
    'PartNumber',
    'ETag',
    'PublicAccessBlockConfiguration',
    'BlockPublicAcls',
    'OwnershipControls',
    'Rule',
    'ObjectOwnership',
    'Quiet',
    'ServerSideEncryptionConfiguration',
    'ApplyServerSideEncryptionByDefault',
    'SSEAlgorithm',
    '__proto__',
    'a:b',
  ];
  const { xml } = fc.letrec<{ xml: string }>((tie) => ({
    xml: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      nastyText,
      fc.constantFrom(
        'true',
        '1',
        'Enabled',
        '<![CDATA[x]]>',
        '<!--',
        '<?xml',
        '&lt;',
        '&#0;',
        '&#x110000;',
        '<',
        ']]>',
      ),
      fc
        .tuple(fc.constantFrom(...elements), fc.array(tie('xml'), { maxLength: 3 }), fc.boolean())
        .map(([name, inner, whole]) => `<${name}>${inner.join('')}${whole ? `</${name}>` : ''}`),
    ),
  }));
  const takers = ['/fuzz?versioning', '/fuzz?tagging', '/fuzz?publicAccessBlock', '/fuzz?ownershipControls'];

  it('any document gets a valid answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ...takers,
          '/fuzz?encryption',
          '/fuzz?acl',
          '/fuzz?policy',
          '/fuzz2',
          '/fuzz/there?tagging',
        ),
        fc.oneof(
          xml,
          fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (path, body) => {
          const answer = await target.raw.signed('s3', { method: 'PUT', target: path, body });
          expectAwsAnswer(target, answer, ['s3']);
        },
      ),
      bounds(25, 300),
    );
  });
});

describe('upload framing', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '5\r\nhello\r\n',
      '0\r\n',
      '\r\n',
      'x-amz-checksum-crc32:AAAAAA==\r\n',
      ';chunk-signature=00',
    ),
    fc.constantFrom(
      'ffffffff\r\n',
      `${'f'.repeat(400)}\r\n`,
      '-1\r\n',
      '0x5\r\n',
      '5;a=b\r\nhello\r\n',
      'authorization: x\r\n',
    ),
    fc.string({ maxLength: 10 }),
  );

  it.each([
    'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    'STREAMING-NONSENSE',
  ])('gets a valid answer for any input with %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.option(fc.integer()), async (pieces, length) => {
        const answer = await target.raw.signed('s3', {
          method: 'PUT',
          target: '/fuzz/chunked',
          headers: {
            'x-amz-content-sha256': kind,
            'content-encoding': 'aws-chunked',
            'x-amz-trailer': 'x-amz-checksum-crc32',
            ...(length === null ? {} : { 'x-amz-decoded-content-length': String(length) }),
          },
          body: pieces.join(''),
        });
        expectAwsAnswer(target, answer, ['s3']);
      }),
      bounds(26, 60),
    );
  });
});
