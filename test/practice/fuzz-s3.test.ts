import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bounds, expectAwsAnswer, nastyText, openTarget, type Target } from './fuzzing.ts';

// S3's readers: the path and the host, the query, the headers, XML, upload framing, and every signature.

let target: Target;

beforeAll(async () => {
  target = await openTarget();
  const made = await target.raw.signed('s3', { method: 'PUT', target: '/fuzz' });
  expect(made.status).toBe(200);
});
afterAll(() => target.practice.close());

afterEach(async () => {
  expect((await target.raw.signed('s3', { method: 'HEAD', target: '/fuzz' })).status).toBe(200);
});

/** What a request line can carry: no space, no control character. */
const lineText = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength }).map((text) => text.replace(/[^\x21-\x7e]/g, '%')),
    nastyText.map((text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, 'x')).slice(0, maxLength)),
    fc.constantFrom('%', '%zz', '%c3', '%00', '%2f..%2f', '..', '//', '%2e%2e', '%ff%fe', '[', '@', ':'),
  );
const headerText = nastyText.map((text) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, ' ').trim());
const methods = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS');
// The bucket of the last check stays: nothing here may delete it by chance but an exact request.
const paths = fc
  .array(lineText(20), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`)
  .filter((path) => !/^\/_|^\/fuzz\/?$/.test(path));

const parameters = [
  ...[
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
  ],
  ...[
    'versions',
    'uploadId',
    'partNumber',
    'versionId',
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'marker',
  ],
  ...['key-marker', 'version-id-marker', 'continuation-token', 'start-after', 'encoding-type', 'max-parts'],
  ...[
    'response-content-type',
    'response-expires',
    'publicAccessBlock',
    'ownershipControls',
    'attributes',
    'x-id',
  ],
];
const queries = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...parameters), lineText(8)), fc.option(lineText(20))), {
    maxLength: 4,
  })
  .map((pairs) => pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&'));

describe('path, host and query', () => {
  it('take anything', async () => {
    await fc.assert(
      fc.asyncProperty(methods, paths, queries, async (method, path, query) => {
        const request = { method, target: query === '' ? path : `${path}?${query}` };
        expectAwsAnswer(target, await target.raw.signed('s3', request), ['s3'], method === 'HEAD');
      }),
      bounds(21, 300),
    );
  });

  it('take any parameters on a bucket and an object that are there', async () => {
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

  it('take any host that leads here', async () => {
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

  it('take a target that is no path', async () => {
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

describe('headers and XML', () => {
  const names = [
    ...[
      'content-md5',
      'range',
      'if-match',
      'if-none-match',
      'if-modified-since',
      'x-amz-tagging',
      'x-amz-acl',
    ],
    ...['x-amz-copy-source', 'x-amz-copy-source-range', 'x-amz-storage-class', 'x-amz-meta-a', 'expires'],
    ...['x-amz-server-side-encryption', 'x-amz-checksum-crc32', 'x-amz-checksum-algorithm', 'x-amz-mfa'],
    ...['x-amz-metadata-directive', 'x-amz-expected-bucket-owner', 'content-type', 'content-encoding'],
    ...[
      'x-amz-object-attributes',
      'x-amz-optional-object-attributes',
      'x-amz-part-number',
      'x-amz-max-parts',
    ],
  ];

  it('take any headers', async () => {
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
    ...['VersioningConfiguration', 'Status', 'Tagging', 'TagSet', 'Tag', 'Key', 'Value', 'Delete', 'Object'],
    ...[
      'CreateBucketConfiguration',
      'LocationConstraint',
      'CompleteMultipartUpload',
      'Part',
      'PartNumber',
      'ETag',
    ],
    ...[
      'PublicAccessBlockConfiguration',
      'BlockPublicAcls',
      'OwnershipControls',
      'Rule',
      'ObjectOwnership',
      'Quiet',
    ],
    ...[
      'ServerSideEncryptionConfiguration',
      'ApplyServerSideEncryptionByDefault',
      'SSEAlgorithm',
      '__proto__',
      'a:b',
    ],
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

  it('take any document', async () => {
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
  ])('takes anything under %s', async (kind) => {
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

describe('signatures', () => {
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

  it('of version 4 in the header, malformed in any way, are refused', async () => {
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

  it('of version 4 in the query, malformed in any way, are refused', async () => {
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

  it('of version 2, malformed or right with any expiry, are answered', async () => {
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

  it('of a day that no calendar has are refused, not good for ever', async () => {
    const credential = encodeURIComponent(
      `${target.practice.exports.AWS_ACCESS_KEY_ID}/99999999/us-east-1/s3/aws4_request`,
    );
    const answer = await target.raw.send({
      target: `/fuzz/there?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=99999999T999999Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00`,
    });
    expect(answer.body).toContain('<Code>AuthorizationHeaderMalformed</Code>');
  });
});
