import { CliError } from '../../lab-home/errors.ts';
import { type Io, stringOption, type Values } from '../../terminal/command.ts';
import { confirmByTypingAccount } from '../../terminal/confirm-by-typing.ts';
import type { LearnerEnvironment } from './learner-environment.ts';

/**
 * A live account is changed only when a person has typed its number, at the question or behind `--confirm`. Throws
 * CliError (exit 2) where nobody can be asked; answers false when they decline.
 */
export async function confirmChange(
  { kind, account }: LearnerEnvironment,
  values: Values,
  io: Io,
  what: string,
): Promise<boolean> {
  if (kind === 'practice') return true;
  const given = stringOption(values, 'confirm');
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
