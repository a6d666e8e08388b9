import { CliError } from '../../lab-home/errors.ts';
import type { Io } from '../../terminal/command.ts';
import { confirmByTypingAccount } from '../../terminal/confirm-by-typing.ts';
import type { LearnerEnvironment } from './learner-environment.ts';

/**
 * Requires that a person types the account's number, at the prompt or with `--confirm`, unless it is the practice
 * account. Returns false when they decline. Throws CliError (exit 2) without a terminal, or when `--confirm` names
 * another account.
 */
export async function confirmChange(
  { kind, account }: LearnerEnvironment,
  given: string | undefined,
  io: Io,
  what: string,
): Promise<boolean> {
  if (kind === 'practice') return true;
  if (given !== undefined) {
    if (given === account) return true;
    throw new CliError(`--confirm ${given}: expected the number of the account that is meant, ${account}`);
  }
  if (!io.interactive)
    throw new CliError(
      `${what} changes account ${account}. To have it done, type it with: --confirm ${account}`,
    );
  return confirmByTypingAccount(account, `let ${what[0]?.toLowerCase()}${what.slice(1)} change it`, io);
}
