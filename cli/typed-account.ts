import type { Io } from './command.ts';

/** Asks a person to type the account's number: the hand is not quicker than the eye. False for anything else. */
export async function typedAccount(
  accountId: string,
  what: string,
  io: Pick<Io, 'signal'>,
): Promise<boolean> {
  const { default: inquirer } = await import('inquirer');
  const message = `Type the account's number (${accountId}) to ${what}:`;
  const question = inquirer.prompt([{ type: 'input', name: 'typed', message }], { signal: io.signal });
  const { typed } = (await question) as { typed: string };
  return typed.trim() === accountId;
}
