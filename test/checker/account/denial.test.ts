import { describe, expect, it } from 'vitest';
import { denialOf } from '../../../checker/account/denial.ts';
import type { CallError } from '../../../checker/account/fact.ts';
import { undetermined } from '../../../checker/steps/finding.ts';
import { errorText } from '../../../checker/teardown/report/phrases.ts';

const subject = 'User: arn:aws:iam::1:user/anna is not authorized to perform: s3:DeleteBucket on resource: b';

const denied = (message: string): CallError => ({
  cause: 'denied',
  service: 's3',
  operation: 'DeleteBucket',
  actions: ['s3:DeleteBucket'],
  code: 'AccessDenied',
  message,
});

describe('a denied call', () => {
  it.each([
    ['with an explicit deny in a resource-based policy', 'a resource-based policy', 'bucket policy'],
    ['with an explicit deny in an identity-based policy', 'an identity-based policy', 'its user, role'],
    [
      'with an explicit deny in a service control policy: arn:aws:x',
      'a service control policy',
      'organization',
    ],
    ['with an explicit deny in a resource control policy', 'a resource control policy', 'organization'],
    ['with an explicit deny in a permissions boundary', 'a permissions boundary', 'boundary'],
    ['with an explicit deny in a session policy', 'a session policy', 'session'],
    ['with an explicit deny in a VPC endpoint policy', 'a VPC endpoint policy', 'VPC endpoint'],
    [
      'because no permissions boundary allows the s3:DeleteBucket action',
      'a permissions boundary',
      'boundary',
    ],
    ['because no session policy allows the s3:DeleteBucket action', 'a session policy', 'session'],
    [
      'because no service control policy allows the s3:DeleteBucket action',
      'a service control policy',
      'organ',
    ],
    [
      'because no resource-based policy allows the s3:DeleteBucket action',
      'a resource-based policy',
      'bucket',
    ],
  ])('%s: names the policy, and where to look, and asks for no action', (reason, policy, where) => {
    const error = denied(`${subject} ${reason}`);
    expect(denialOf(error)).toMatchObject({ state: 'denied by', policy });
    const text = errorText(error);
    const effect = reason.startsWith('because') ? 'missing Allow' : 'Deny';
    expect(text).toContain(`. Look for the ${effect} in `);
    expect(text.slice(text.indexOf('Look for'))).toContain(where);
    const { found, fix } = undetermined('gone', error);
    expect([text, found, fix].join()).not.toMatch(/Needed|needs|to allow s3:/);
    expect(fix).toContain(where);
  });

  it.each([
    `${subject} because no identity-based policy allows the s3:DeleteBucket action`,
    subject,
    'Access Denied',
    `${subject} with an explicit deny`,
  ])('%s: says which action is needed', (message) => {
    expect(errorText(denied(message))).toContain('. Needed: s3:DeleteBucket');
    const { found, fix } = undetermined('gone', denied(message));
    expect(found).toContain('(needs s3:DeleteBucket)');
    expect(fix).toContain('to allow s3:DeleteBucket');
  });

  it('is no other error', () => {
    expect(denialOf({ ...denied('with an explicit deny in a session policy'), cause: 'other' })).toBe(
      undefined,
    );
  });
});
