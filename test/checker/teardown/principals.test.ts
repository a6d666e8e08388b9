import { expect, it } from 'vitest';
import { policyUsers } from '../../../checker/teardown/principals.ts';

const accountId = '111122223333';
const from = { service: 's3', operation: 'GetBucketPolicy' };

function usersOf(counts: 'everybody' | 'named', statements: unknown) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return policyUsers({ document, accountId, counts, from });
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

it('an Allow with NotPrincipal lets in all principals but some', () => {
  const statement = { Effect: 'Allow', NotPrincipal: { AWS: accountId }, Action: 's3:*' };
  expect(usersOf('named', statement)).toEqual({ state: 'known', value: ['all principals but some'] });
});

it.each(['no policy', '"text"', 'null', '{"Statement":[1]}'])(
  '%s is no policy, and not one that lets nobody in',
  (document) => {
    expect(policyUsers({ document, accountId, counts: 'everybody', from })).toMatchObject({
      state: 'unknown',
      error: { service: 's3', operation: 'GetBucketPolicy', code: 'UnreadablePolicy' },
    });
  },
);

it('an empty document is a bucket without a policy', () => {
  expect(policyUsers({ document: '', accountId, counts: 'named', from })).toEqual({
    state: 'known',
    value: [],
  });
});
