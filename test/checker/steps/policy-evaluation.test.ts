import { describe, expect, it } from 'vitest';
import { allows, trusts } from '../../../checker/steps/policy-evaluation.ts';

const document = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const page = 'arn:aws:s3:::site/index.html';
const put = (statement: object) => allows([document(statement)], 's3:PutObject', page);

describe('allows', () => {
  it.each([
    ['the action and the object', { Effect: 'Allow', Action: 's3:PutObject', Resource: page }, 'allowed'],
    ['wildcards', { Effect: 'Allow', Action: ['s3:Put*'], Resource: 'arn:aws:s3:::site/*' }, 'allowed'],
    ['another case of the action', { Effect: 'Allow', Action: 'S3:putobject', Resource: '*' }, 'allowed'],
    ['everything but something else', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, 'allowed'],
    [
      'the bucket, not its objects',
      { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::site' },
      'not-allowed',
    ],
    ['another bucket', { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::site2/*' }, 'not-allowed'],
    ['everything but this', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, 'not-allowed'],
    [
      'a variable whose value is not known here',
      { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::\${aws:PrincipalTag/site}/*` },
      'allowed',
    ],
    [
      'a dot is a dot',
      { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::site/indexXhtml' },
      'not-allowed',
    ],
  ])('%s', (_name, statement, answer) => {
    expect(put(statement)).toBe(answer);
  });

  it('lets a Deny override, unless it has an unknown condition', () => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    const deny = { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' };
    const conditional = { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(allows([document(allow), document(deny)], 's3:PutObject', page)).toBe('denied');
    expect(allows([document(allow, conditional)], 's3:PutObject', page)).toBe('allowed');
  });

  it('accepts a single statement without a list, and nothing from a document without statements', () => {
    const one = JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } });
    expect(allows([one], 's3:PutObject', page)).toBe('allowed');
    expect(allows(['not JSON'], 's3:PutObject', page)).toBe('not-allowed');
  });
});

describe('trusts', () => {
  const service = 'codepipeline.amazonaws.com';
  const trust = (Principal: unknown, Action: unknown = 'sts:AssumeRole') =>
    trusts(document({ Effect: 'Allow', Principal, Action }), service);

  it('requires the service among the principals, and the action', () => {
    expect(trust({ Service: service })).toBe(true);
    expect(trust({ Service: ['codebuild.amazonaws.com', service] })).toBe(true);
    expect(trust({ Service: 'codebuild.amazonaws.com' })).toBe(false);
    expect(trust({ AWS: 'arn:aws:iam::123456789012:root' })).toBe(false);
    expect(trust({ Service: service }, 'sts:TagSession')).toBe(false);
  });
});
