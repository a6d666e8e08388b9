import { expect, test } from 'vitest';
import { kebab } from '../../aws-cli/names.ts';
import { parseShorthand } from '../../aws-cli/shorthand.ts';

// The forms that the AWS CLI's guide to shorthand documents.
const cases: [string, unknown][] = [
  ['Key=lab,Value=x', { Key: 'lab', Value: 'x' }],
  [
    'summary=I have read it, twice,status=Approved',
    { summary: ['I have read it', 'twice'], status: 'Approved' },
  ],
  ['a=1,2,3', { a: ['1', '2', '3'] }],
  ['a=1,2,b=c', { a: ['1', '2'], b: 'c' }],
  ["a=\"1,2\",b='it\\'s'", { a: '1,2', b: "it's" }],
  ['a=b\\,c', { a: 'b,c' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  [
    'TagSet=[{Key=a,Value=b},{Key=c,Value="d e"}]',
    {
      TagSet: [
        { Key: 'a', Value: 'b' },
        { Key: 'c', Value: 'd e' },
      ],
    },
  ],
  ['a={b=[c,[d]],e={f=g}}', { a: { b: ['c', ['d']], e: { f: 'g' } } }],
  ['a = [ b , c ] , d = e ', { a: ['b', 'c'], d: 'e' }],
];
test.each(cases)('%s', (text, value) => {
  expect(parseShorthand(text)).toEqual(value);
});

test.each(['a', '=b', 'a=[b', 'a={b=c', 'a=b,a=c', 'a=[b]c'])('rejects %s', (text) => {
  expect(() => parseShorthand(text)).toThrow();
});

test.each([
  ['ListObjectsV2', 'list-objects-v2'],
  ['SSEKMSKeyId', 'ssekms-key-id'],
  ['PolicyARNs', 'policy-arns'],
  ['ContentMD5', 'content-md5'],
  ['MFADelete', 'mfa-delete'],
  ['roleArn', 'role-arn'],
  ['ACL', 'acl'],
])('%s is spelled %s', (name, spelled) => {
  expect(kebab(name)).toBe(spelled);
});
