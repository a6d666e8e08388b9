import type { Caller, Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { identityKey, users } from '../services/iam/records.ts';

/** The names under which this lab's things are found; whoever asks for a fault derives them. */
export interface LabNames {
  deployBucket: string;
  artifactBucket: string;
  connection: string;
  pipeline: string;
  role: string;
  policy: string;
  tags: Readonly<Record<string, string>>;
}

/** Where a fault is brought about: which account, region and lab. */
export interface LabLocation {
  accountId: string;
  region: string;
  names: LabNames;
  /** `owner/name` */
  repository: string;
  branch: string;
  /** The folder of the learner's clone, for commands that are to be typed there. */
  clone?: string;
}

/** A place, and the way to change things there. */
export interface Lab extends LabLocation {
  emulator: Emulator;
  /** Calls an operation as the account's learner: IAM, validation and all. Rejects with AwsError. */
  call<T>(service: string, operation: string, input: Record<string, unknown>, region?: string): Promise<T>;
}

/** What became of it: whatever a fault cannot do in the account by itself. */
export interface MisconfigurationOutcome {
  /** Commands for the learner's own terminal, where the fault lives. */
  terminal?: string[];
  /** An address to ask about: `npm run check step-7 -- --url`. */
  url?: string;
}

/** One known way to break, and how to bring it about. */
export interface Misconfiguration {
  /** The id by which the checker names the cause. */
  id: string;
  /** The step, 1 to 9, whose check names it. */
  step: number;
  /** What was done, in one line. */
  says: string;
  apply(lab: Lab): Promise<MisconfigurationOutcome>;
}

/** The learner, whatever key they hold at the moment. */
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

/** Another region than the lab's: us-east-1, where everybody's tools begin, unless the lab is there itself. */
export function otherRegion({ region }: LabLocation): string {
  return region === 'us-east-1' ? 'eu-west-1' : 'us-east-1';
}

/** What a learner's terminal looks like who works in another region without noticing. */
export function useRegion(region: string): MisconfigurationOutcome {
  return region === 'us-east-1' ? {} : { terminal: [`export AWS_DEFAULT_REGION=${region}`] };
}

/** Undefined where AWS says that the thing is not there. */
export async function undefinedIfMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && (error.status === 404 || /NotFound|^NoSuch/.test(error.code)))
      return undefined;
    throw error;
  }
}
