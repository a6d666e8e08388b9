import { expect, it } from 'vitest';
import type { RecordedCall } from '../../../checker/account/recording.ts';
import { requireAnswerTypes } from '../../../checker/evidence/answer-types.ts';
import type { Evidence } from '../../../checker/evidence/document.ts';

const withAnswer = (service: string, operation: string, value: unknown) => {
  const answer: RecordedCall = { service, operation, input: {}, fact: { state: 'known', value } };
  return { answers: [answer] } as unknown as Evidence;
};

it.each([
  ['s3', 'GetBucketAcl'],
  ['s3', 'constructor'],
  ['iam', '__proto__'],
  ['constructor', 'GetRole'],
  ['git', 'toString'],
])('an answer that no check reads is no reason to refuse a file: %s %s', async (service, operation) => {
  await expect(requireAnswerTypes(withAnswer(service, operation, 5))).resolves.toBeUndefined();
});

it('an answer of another type than the operation’s is refused', async () => {
  await expect(requireAnswerTypes(withAnswer('iam', 'GetRole', { Role: 5 }))).rejects.toThrow(
    'the answer of iam GetRole is invalid: Role is a number, not a structure',
  );
});
