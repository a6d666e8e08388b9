import { type Io, text, type Values } from '../command.ts';
import { CliError } from '../errors.ts';
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
  const { default: inquirer } = await import('inquirer');
  const message = `${what} changes this account. Type its number (${account}):`;
  const question = inquirer.prompt([{ type: 'input', name: 'typed', message }], { signal: io.signal });
  const { typed } = (await question) as { typed: string };
  return typed.trim() === account;
}
