import { expect, it } from 'vitest';
import { map } from '../../../checker/account/fact.ts';
import { policyUsers } from '../../../checker/teardown/principals.ts';

const accountId = '111122223333';
const from = { service: 's3', operation: 'GetBucketPolicy' };
const own = { accountId, labRoles: ['lab-role'] };

function usersOf(counts: 'everybody' | 'named', statements: unknown) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return map(policyUsers({ document, ...own, counts, from }), (users) => users.map(({ text }) => text));
}

const allow = (Principal: unknown) => ({ Effect: 'Allow', Principal, Action: 's3:GetObject' });

/** A principal, then its name in a report as a user in a trust policy and in a bucket policy. */
const principals: [unknown, string[], string[]][] = [
  [{ Service: 'codepipeline.amazonaws.com' }, [], []],
  [{ Service: 'codepipeline.amazonaws.com.cn' }, [], []],
  [
    { Service: ['codepipeline.amazonaws.com', 'lambda.amazonaws.com'] },
    ['lambda.amazonaws.com'],
    ['lambda.amazonaws.com'],
  ],
  ['*', ['any AWS account'], []],
  [{ AWS: '*' }, ['any AWS account'], []],
  [{ AWS: accountId }, ["the account's own users and roles"], []],
  [{ AWS: `arn:aws:iam::${accountId}:root` }, ["the account's own users and roles"], []],
  [{ AWS: `arn:aws:iam::${accountId}:role/team/etl` }, ['role etl'], ['role etl']],
  [{ AWS: `arn:aws:sts::${accountId}:assumed-role/etl/session` }, ['role etl'], ['role etl']],
  [{ AWS: `arn:aws:iam::${accountId}:role/team/lab-role` }, [], []],
  [{ AWS: `arn:aws:iam::${accountId}:user/lab-role` }, ['user lab-role'], ['user lab-role']],
  [{ AWS: `arn:aws:iam::${accountId}:user/ana` }, ['user ana'], ['user ana']],
  [{ AWS: '444455556666' }, ['account 444455556666'], ['account 444455556666']],
  [{ AWS: 'arn:aws:iam::444455556666:root' }, ['account 444455556666'], ['account 444455556666']],
  [
    { AWS: 'arn:aws-us-gov:iam::444455556666:role/x' },
    ['arn:aws-us-gov:iam::444455556666:role/x'],
    ['arn:aws-us-gov:iam::444455556666:role/x'],
  ],
  [
    { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' },
    ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'],
    ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'],
  ],
  // What a policy contains once the identity that it named was deleted.
  [{ AWS: 'AROAEXAMPLEID12345678' }, [], []],
  [
    { Federated: `arn:aws:iam::${accountId}:oidc-provider/token.actions.example` },
    ['identity provider token.actions.example'],
    ['identity provider token.actions.example'],
  ],
  [{ CanonicalUser: '79a59d' }, ['canonical user 79a59d'], ['canonical user 79a59d']],
];

it.each(principals)(
  '%j: as a user in a trust policy %j, in a bucket policy %j',
  (principal, trust, bucket) => {
    expect(usersOf('everybody', allow(principal))).toEqual({ state: 'known', value: trust });
    expect(usersOf('named', [allow(principal), allow(principal)])).toEqual({ state: 'known', value: bucket });
    expect(usersOf('everybody', [{ ...allow(principal), Effect: 'Deny' }])).toEqual({
      state: 'known',
      value: [],
    });
  },
);

const root = { AWS: `arn:aws:iam::${accountId}:root` };
const labRole = `arn:aws:iam::${accountId}:role/lab-role`;
const everybody = ['any AWS account'];
const account = ["the account's own users and roles"];

/** A condition, then what it lets in of everybody: as users in a trust policy and in a bucket policy. */
const conditions: [object, string[], string[]][] = [
  ...(
    [
      ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::444455556666:role/reader'],
      ['ArnLike', 'AWS:PrincipalARN', `arn:aws:iam::${accountId}:role/etl-*`],
      ['StringLike', 'aws:PrincipalArn', `arn:aws:iam::${accountId}:role/etl`],
      ['StringEquals', 'aws:PrincipalAccount', '444455556666'],
      ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1b2c3'],
      ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3/r-ab12/*'],
      ['StringEquals', 'aws:PrincipalTag/team', 'data'],
      ['StringLike', 'aws:userid', 'AROAEXAMPLE:*'],
      ['StringEquals', 'aws:username', 'ana'],
      ['ArnLike', 'aws:SourceArn', `arn:aws:cloudfront::${accountId}:distribution/E1`],
      ['StringEquals', 'aws:SourceAccount', '444455556666'],
      ['StringEquals', 'aws:SourceOrgID', 'o-a1b2c3'],
      ['StringEquals', 'aws:SourceVpc', 'vpc-1'],
      ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
      ['IpAddress', 'aws:SourceIp', '203.0.113.0/24'],
      ['StringLike', 'aws:Referer', 'https://example.com/*'],
      ['StringEquals', 's3:DataAccessPointAccount', '444455556666'],
    ] as const
  ).map(([operator, key, value]): [object, string[], string[]] => {
    const users = [`${key} ${value}`];
    return [{ [operator]: { [key]: value } }, users, users];
  }),
  // Conditions that identify no one, or do not limit.
  [{ Bool: { 'aws:SecureTransport': 'true' } }, everybody, []],
  [{ StringEquals: { 's3:x-amz-acl': 'public-read' } }, everybody, []],
  [{ StringLike: { 'aws:PrincipalArn': '*' } }, everybody, []],
  [{ IpAddress: { 'aws:SourceIp': ['203.0.113.7/32', '0.0.0.0/0'] } }, everybody, []],
  [{ StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } }, everybody, []],
  [{ Null: { 'aws:PrincipalOrgID': 'false' } }, everybody, []],
  // A request without the key is let in, too.
  [{ ArnEqualsIfExists: { 'aws:PrincipalArn': labRole } }, everybody, []],
  [{ 'ForAllValues:StringEquals': { 'aws:PrincipalAccount': accountId } }, everybody, []],
  // The account's own.
  [{ StringEquals: { 'aws:PrincipalAccount': accountId } }, account, []],
  [{ StringEquals: { 's3:DataAccessPointAccount': [accountId] } }, account, []],
  [{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${accountId}:role/*` } }, account, []],
  [{ ArnEquals: { 'aws:PrincipalArn': [labRole, root.AWS] } }, account, []],
  // The lab's own role, whatever else has to match.
  [{ ArnEquals: { 'aws:PrincipalArn': labRole } }, [], []],
  [{ ArnEquals: { 'aws:PrincipalArn': labRole }, StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, [], []],
  // One of two values, and one of two keys.
  [
    { ArnEquals: { 'aws:PrincipalArn': [labRole, 'arn:aws:iam::444455556666:user/bo'] } },
    ['aws:PrincipalArn arn:aws:iam::444455556666:user/bo'],
    ['aws:PrincipalArn arn:aws:iam::444455556666:user/bo'],
  ],
  [
    { StringEquals: { 'aws:PrincipalAccount': accountId, 'aws:SourceVpce': 'vpce-1' } },
    ['aws:SourceVpce vpce-1'],
    ['aws:SourceVpce vpce-1'],
  ],
];

it.each(conditions)(
  'everybody where %j: as a user in a trust policy %j, in a bucket policy %j',
  (Condition, trust, bucket) => {
    for (const Principal of ['*', { AWS: '*' }]) {
      const statement = { ...allow(Principal), Condition };
      expect(usersOf('everybody', statement)).toEqual({ state: 'known', value: trust });
      expect(usersOf('named', statement)).toEqual({ state: 'known', value: bucket });
    }
    const ofAccount = { ...allow(root), Condition };
    expect(usersOf('everybody', ofAccount)).toEqual({
      state: 'known',
      value: trust === everybody ? account : trust,
    });
    expect(usersOf('named', ofAccount)).toEqual({ state: 'known', value: bucket });
  },
);

it('an Allow with NotPrincipal lets in all principals but some', () => {
  const statement = { Effect: 'Allow', NotPrincipal: { AWS: accountId }, Action: 's3:*' };
  expect(usersOf('named', statement)).toEqual({ state: 'known', value: ['all principals but some'] });
});

it.each(['no policy', '"text"', 'null', '{"Statement":[1]}'])(
  '%s is no policy, and not one that allows no one',
  (document) => {
    expect(policyUsers({ document, ...own, counts: 'everybody', from })).toMatchObject({
      state: 'unknown',
      error: { service: 's3', operation: 'GetBucketPolicy', code: 'UnreadablePolicy' },
    });
  },
);

it('an empty document is a bucket without a policy', () => {
  expect(policyUsers({ document: '', ...own, counts: 'named', from })).toEqual({
    state: 'known',
    value: [],
  });
});
