import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';

export async function setPolicy({ clients, names }: LabAccount, statements: object[]): Promise<void> {
  await clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: names.role,
      PolicyName: names.policy,
      PolicyDocument: policyDocument(statements),
    }),
  );
}

/** What a role needs for artifacts that a KMS key encrypts. */
export const kms = {
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
};
