import type { Caller, Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { identityKey, users } from '../services/iam/records.ts';

/** The names of the lab's resources. The client that requests a misconfiguration derives them. */
export interface LabNames {
  deployBucket: string;
  artifactBucket: string;
  connection: string;
  pipeline: string;
  role: string;
  policy: string;
  tags: Readonly<Record<string, string>>;
}

/** Where a misconfiguration is applied: the account, the region and the lab's names. */
export interface LabLocation {
  accountId: string;
  region: string;
  names: LabNames;
  /** `owner/name` */
  repository: string;
  branch: string;
  /** The folder of the learner's clone, for commands that the learner runs there. */
  clone?: string;
}

/** The lab that a misconfiguration changes, and how to call its account. */
export interface Lab extends LabLocation {
  emulator: Emulator;
  /** Calls an operation as the account's learner, with input validation and IAM. Rejects with AwsError. */
  call<T>(service: string, operation: string, input: Record<string, unknown>, region?: string): Promise<T>;
}

/** The part of a misconfiguration that cannot be applied in the account and is left to the learner. */
export interface MisconfigurationOutcome {
  /** Commands to run in the learner's own terminal. */
  terminal?: string[];
  /** A URL to check with `npm run check step-7 -- --url`. */
  url?: string;
}

/** One known way in which the lab can be wrong, and the function that causes it. */
export interface Misconfiguration {
  /** The id by which the checker names the cause. */
  id: string;
  /** The step, 1 to 9, whose check names the cause. */
  step: number;
  /** What was done, in one line. */
  says: string;
  apply(lab: Lab): Promise<MisconfigurationOutcome>;
}

/** The learner as a caller, independent of any access key. */
function learnerCaller(emulator: Emulator, accountId: string): Caller {
  const user = users(emulator).get(identityKey(accountId, 'learner'));
  if (user === undefined) throw new AwsError('NoLearner', `Account ${accountId} has no user learner.`, 404);
  return { kind: 'user', accountId, arn: user.arn, userId: user.id, principalArn: user.arn };
}

export function labAt(emulator: Emulator, location: LabLocation): Lab {
  const caller = learnerCaller(emulator, location.accountId);
  return {
    ...location,
    emulator,
    call: (service, operation, input, region = location.region) =>
      emulator.invoke({ service, operation, region, caller, input }),
  };
}

/** A region other than the lab's: us-east-1, the default of many tools, unless the lab itself is there. */
export function otherRegion({ region }: LabLocation): string {
  return region === 'us-east-1' ? 'eu-west-1' : 'us-east-1';
}

/** The terminal commands of a learner who works in another region without noticing. None are needed for us-east-1. */
export function useRegion(region: string): MisconfigurationOutcome {
  return region === 'us-east-1' ? {} : { terminal: [`export AWS_DEFAULT_REGION=${region}`] };
}

/** The result of a call, or undefined when AWS answers that the resource does not exist. */
export async function undefinedIfMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && (error.status === 404 || /NotFound|^NoSuch/.test(error.code)))
      return undefined;
    throw error;
  }
}
