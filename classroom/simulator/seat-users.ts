import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { seatKit } from '../policy/kit.ts';
import type { Seat } from '../seat.ts';
import type { Keys, Services } from './desk.ts';

/**
 * A user for each seat that shares the account, with the policies that `lab class policy` prints, as the instructor
 * makes them before the day. Answers each seat's key.
 */
export async function makeSeatUsers(
  { iam }: Services,
  account: string,
  seats: readonly Pick<Seat, 'id' | 'region'>[],
): Promise<Map<string, Keys>> {
  const make = async (PolicyName: string, document: object) =>
    (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }))).Policy
      ?.Arn;
  const keys = new Map<string, Keys>();
  await Promise.all(
    seats.map(async (seat) => {
      const { identity: UserName, policy, boundary } = seatKit(seat, account);
      await make(boundary.name, boundary.document);
      const PolicyArn = await make(policy.name, policy.document);
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      keys.set(seat.id, {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      });
    }),
  );
  return keys;
}
