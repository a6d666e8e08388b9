import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Practice, startPractice } from '../../../../practice/start.ts';
import { Raw, type RawRequest } from '../../raw.ts';

// S3 has no ValidationError: each of its rules has its own error. The requests are raw bytes, one violation each.

let practice: Practice;
let raw: Raw;
const internalErrors: unknown[] = [];

beforeAll(async () => {
  practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  raw = new Raw(practice);
  for (const request of [{ target: '/rules' }, { target: '/rules/object', body: 'object' }])
    expect((await raw.signed('s3', { method: 'PUT', ...request })).status).toBe(200);
});
afterAll(async () => {
  await practice.close();
  expect(internalErrors).toEqual([]);
});

const put = (target: string, headers: Record<string, string> = {}, body = 'body'): RawRequest => ({
  method: 'PUT',
  target,
  headers,
  body,
});
const tags = (count: number, key = 'k', value = 'v') =>
  `<Tagging><TagSet>${Array.from({ length: count }, (_, n) => `<Tag><Key>${key}${n || ''}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const long = (length: number) => 'x'.repeat(length);
const md5 = (body: string) => createHash('md5').update(body).digest('base64');
const batch = '<Delete><Object><Key>k</Key></Object></Delete>';
const post = (target: string, body = ''): RawRequest => ({
  method: 'POST',
  target,
  headers: { 'content-md5': md5(body) },
  body,
});

const rules: [rule: string, status: number, code: string, request: RawRequest][] = [
  ['a bucket’s name of two characters', 400, 'InvalidBucketName', put('/ab', {}, '')],
  ['a bucket’s name of 64 characters', 400, 'InvalidBucketName', put(`/${long(64)}`, {}, '')],
  ['a bucket’s name with capitals', 400, 'InvalidBucketName', put('/Rules', {}, '')],
  ['a bucket’s name with an underscore', 400, 'InvalidBucketName', put('/a_bucket', {}, '')],
  ['a bucket’s name with two dots', 400, 'InvalidBucketName', put('/a..bucket', {}, '')],
  ['a bucket’s name like an address', 400, 'InvalidBucketName', put('/192.168.0.1', {}, '')],
  ['a bucket’s name with a reserved beginning', 400, 'InvalidBucketName', put('/xn--bucket', {}, '')],
  ['a bucket’s name with a reserved end', 400, 'InvalidBucketName', put('/bucket-s3alias', {}, '')],
  [
    'an invalid location',
    400,
    'InvalidLocationConstraint',
    put(
      '/another',
      {},
      '<CreateBucketConfiguration><LocationConstraint>nowhere</LocationConstraint></CreateBucketConfiguration>',
    ),
  ],
  ['a bucket’s canned ACL', 400, 'InvalidArgument', put('/another', { 'x-amz-acl': 'nonsense' }, '')],
  [
    'a bucket’s object ownership',
    400,
    'InvalidArgument',
    put('/another', { 'x-amz-object-ownership': 'nonsense' }, ''),
  ],
  ['a key over 1024 bytes', 400, 'KeyTooLongError', put(`/rules/${long(1025)}`)],
  ['a storage class', 400, 'InvalidStorageClass', put('/rules/k', { 'x-amz-storage-class': 'NONSENSE' })],
  ['a canned ACL', 400, 'InvalidArgument', put('/rules/k', { 'x-amz-acl': 'nonsense' })],
  ['an encryption', 400, 'InvalidArgument', put('/rules/k', { 'x-amz-server-side-encryption': 'nonsense' })],
  ['metadata over 2 KB', 400, 'MetadataTooLarge', put('/rules/k', { 'x-amz-meta-a': long(2048) })],
  ['eleven tags of an object', 400, 'BadRequest', put('/rules/object?tagging', {}, tags(11))],
  [
    'eleven tags in the header',
    400,
    'BadRequest',
    put('/rules/k', { 'x-amz-tagging': Array.from({ length: 11 }, (_, n) => `k${n}=v`).join('&') }),
  ],
  ['51 tags of a bucket', 400, 'BadRequest', put('/rules?tagging', {}, tags(51))],
  ['a tag’s key of 129 characters', 400, 'InvalidTag', put('/rules?tagging', {}, tags(1, long(129)))],
  ['a tag’s value of 257 characters', 400, 'InvalidTag', put('/rules?tagging', {}, tags(1, 'k', long(257)))],
  ['a tag’s characters', 400, 'InvalidTag', put('/rules?tagging', {}, tags(1, 'k{}'))],
  ['a tag’s key of AWS’s own', 400, 'InvalidTag', put('/rules?tagging', {}, tags(1, 'aws:k'))],
  [
    'a tag without a value',
    400,
    'MalformedXML',
    put('/rules?tagging', {}, '<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>'),
  ],
  [
    'a versioning status',
    400,
    'MalformedXML',
    put(
      '/rules?versioning',
      {},
      '<VersioningConfiguration><Status>Nonsense</Status></VersioningConfiguration>',
    ),
  ],
  [
    'a missing versioning status',
    400,
    'IllegalVersioningConfigurationException',
    put('/rules?versioning', {}, '<VersioningConfiguration></VersioningConfiguration>'),
  ],
  [
    'an object ownership',
    400,
    'MalformedXML',
    put(
      '/rules?ownershipControls',
      {},
      '<OwnershipControls><Rule><ObjectOwnership>Nonsense</ObjectOwnership></Rule></OwnershipControls>',
    ),
  ],
  [
    'a default encryption',
    400,
    'MalformedXML',
    put(
      '/rules?encryption',
      {},
      '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>Nonsense</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
    ),
  ],
  ['no public access block at all', 400, 'MalformedXML', put('/rules?publicAccessBlock', {}, '')],
  ['a policy that is no JSON', 400, 'MalformedPolicy', put('/rules?policy', {}, 'nonsense')],
  ['an invalid Content-MD5', 400, 'InvalidDigest', put('/rules/k', { 'content-md5': 'nonsense' })],
  [
    'a Content-MD5 of another body',
    400,
    'BadDigest',
    put('/rules/k', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }),
  ],
  ['an invalid checksum', 400, 'InvalidRequest', put('/rules/k', { 'x-amz-checksum-crc32': 'nonsense' })],
  ['a checksum of another body', 400, 'BadDigest', put('/rules/k', { 'x-amz-checksum-crc32': 'AAAAAA==' })],
  [
    'a batch delete with the MD5 of another body',
    ...([400, 'BadDigest'] as const),
    { method: 'POST', target: '/rules?delete', body: batch, headers: { 'content-md5': md5('other') } },
  ],
  [
    'a batch delete with the checksum of another body',
    ...([400, 'BadDigest'] as const),
    { method: 'POST', target: '/rules?delete', body: batch, headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } },
  ],
  [
    'a setting with the MD5 of another body',
    ...([400, 'BadDigest'] as const),
    put('/rules?tagging', { 'content-md5': md5('other') }, tags(1)),
  ],
  [
    'two checksums',
    400,
    'InvalidRequest',
    put('/rules/k', { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }),
  ],
  [
    'a checksum algorithm',
    400,
    'InvalidRequest',
    { method: 'POST', target: '/rules/k?uploads', headers: { 'x-amz-checksum-algorithm': 'NONSENSE' } },
  ],
  [
    'a checksum type',
    400,
    'InvalidRequest',
    { method: 'POST', target: '/rules/k?uploads', headers: { 'x-amz-checksum-type': 'NONSENSE' } },
  ],
  ['a copy’s source', 400, 'InvalidArgument', put('/rules/k', { 'x-amz-copy-source': 'nonsense' }, '')],
  [
    'a metadata directive',
    400,
    'InvalidArgument',
    put('/rules/k', { 'x-amz-copy-source': 'rules/object', 'x-amz-metadata-directive': 'NONSENSE' }, ''),
  ],
  [
    'a tagging directive',
    400,
    'InvalidArgument',
    put('/rules/k', { 'x-amz-copy-source': 'rules/object', 'x-amz-tagging-directive': 'NONSENSE' }, ''),
  ],
  ['part 0', 400, 'InvalidArgument', put('/rules/k?partNumber=0&uploadId=u')],
  ['part 10001', 400, 'InvalidArgument', put('/rules/k?partNumber=10001&uploadId=u')],
  ['a part that is no number', 400, 'InvalidArgument', put('/rules/k?partNumber=x&uploadId=u')],
  ['max-keys below zero', 400, 'InvalidArgument', { target: '/rules?max-keys=-1' }],
  ['max-keys that is no number', 400, 'InvalidArgument', { target: '/rules?list-type=2&max-keys=x' }],
  ['max-keys beyond an integer', 400, 'InvalidArgument', { target: '/rules?versions&max-keys=2147483648' }],
  ['an encoding of keys', 400, 'InvalidArgument', { target: '/rules?encoding-type=nonsense' }],
  [
    'a continuation token',
    400,
    'InvalidArgument',
    { target: '/rules?list-type=2&continuation-token=nonsense' },
  ],
  ['an invalid version id', 400, 'InvalidArgument', { target: '/rules/object?versionId=nonsense' }],
  ['an empty version id', 400, 'InvalidArgument', { target: '/rules/object?versionId=' }],
  [
    'a version-id-marker without a key-marker',
    400,
    'InvalidArgument',
    { target: '/rules?versions&version-id-marker=null' },
  ],
  [
    'a range beyond the object',
    416,
    'InvalidRange',
    { target: '/rules/object', headers: { range: 'bytes=100-' } },
  ],
  [
    'a range and a part at once',
    400,
    'InvalidRequest',
    { target: '/rules/object?partNumber=1', headers: { range: 'bytes=0-1' } },
  ],
  ['no object to delete', 400, 'MalformedXML', post('/rules?delete', '<Delete></Delete>')],
  [
    '1001 objects to delete',
    400,
    'MalformedXML',
    post('/rules?delete', `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`),
  ],
  [
    'an object to delete without a key',
    400,
    'MalformedXML',
    post('/rules?delete', '<Delete><Object></Object></Delete>'),
  ],
  ['max-buckets 0', 400, 'InvalidArgument', { target: '/?max-buckets=0' }],
  ['max-buckets 10001', 400, 'InvalidArgument', { target: '/?max-buckets=10001' }],
  [
    'an object’s attribute',
    400,
    'InvalidArgument',
    { target: '/rules/object?attributes', headers: { 'x-amz-object-attributes': 'Nonsense' } },
  ],
  [
    'another owner than expected',
    403,
    'AccessDenied',
    { target: '/rules', headers: { 'x-amz-expected-bucket-owner': '111111111111' } },
  ],
  [
    'XML that is not well-formed',
    400,
    'MalformedXML',
    put('/rules?versioning', {}, '<VersioningConfiguration><Status>'),
  ],
];

it.each(rules)('%s is rejected', async (_rule, status, code, request) => {
  const answer = await raw.signed('s3', request);
  expect(answer).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
});
