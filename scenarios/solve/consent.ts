import { CliError } from '../../lab-home/errors.ts';
import { type Io, text, type Values } from '../../terminal/command.ts';
import { typedAccount } from '../../terminal/typed-account.ts';
import type { Ground } from './ground.ts';

/**
 * A live account is changed only when a person has typed its number, at the question or behind `--confirm`. Throws
 * CliError (exit 2) where nobody can be asked; answers false when they decline.
 */
export async function mayChange(
  { kind, account }: Ground,
  values: Values,
  io: Io,
  what: string,
): Promise<boolean> {
  if (kind === 'practice') return true;
  const given = text(values, 'confirm');
  if (given !== undefined) {
    if (given === account) return true;
    throw new CliError(`--confirm ${given}: expected the number of the account that is meant, ${account}`);
  }
  if (!io.interactive)
    throw new CliError(
      `${what} changes account ${account}. To have it done, type it with: --confirm ${account}`,
    );
  return typedAccount(account, `let ${what[0]?.toLowerCase()}${what.slice(1)} change it`, io);
}
