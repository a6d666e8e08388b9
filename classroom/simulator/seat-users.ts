import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { seatPolicies } from '../policy/class-policies.ts';
import type { Seat } from '../seat.ts';
import type { AccessKeyPair, AwsClients } from './learner-session.ts';

/**
 * Creates a user for each seat that shares the account, with the policies that `lab class policy` prints, as
 * an instructor does before the class. Answers each seat's access key.
 */
export async function createSeatUsers(
  { iam }: AwsClients,
  account: string,
  seats: readonly Pick<Seat, 'id' | 'region'>[],
): Promise<Map<string, AccessKeyPair>> {
  const createPolicy = async (PolicyName: string, document: object) =>
    (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }))).Policy
      ?.Arn;
  const accessKeys = new Map<string, AccessKeyPair>();
  await Promise.all(
    seats.map(async (seat) => {
      const { identity: UserName, policy, boundary } = seatPolicies(seat, account);
      await createPolicy(boundary.name, boundary.document);
      const PolicyArn = await createPolicy(policy.name, policy.document);
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      accessKeys.set(seat.id, {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      });
    }),
  );
  return accessKeys;
}
