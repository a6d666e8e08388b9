import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';

/** A user with only this policy, and a key. */
export async function userWith(lab: LabAccount, name: string, statements: object[]) {
  await lab.clients.iam.send(new CreateUserCommand({ UserName: name }));
  await lab.clients.iam.send(
    new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: policyDocument(statements) }),
  );
  const { AccessKey } = await lab.clients.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}
