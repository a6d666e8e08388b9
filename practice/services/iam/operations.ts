import type { Call, Operation } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import type { Operations } from '../../core/operations.ts';

/** A table of operations of IAM. */
export type IamOperations = Operations<typeof import('@aws-sdk/client-iam')>;

/** Operations that also reject the session tokens of GetSessionToken, before the permissions are checked. */
export function withSessionTokenCheck(
  operations: Readonly<Record<string, Operation>>,
): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { permissions, run }]) => [
      name,
      {
        permissions: (input, call) => {
          rejectSessionToken(call);
          return permissions(input, call);
        },
        run,
      } satisfies Operation,
    ]),
  );
}

/** A session of GetSessionToken cannot call IAM without MFA, which the practice account does not have. */
function rejectSessionToken({ caller }: Call): void {
  if (caller.kind === 'role' || !caller.accessKeyId?.startsWith('ASIA')) return;
  throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
}
