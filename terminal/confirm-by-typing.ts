import type { Io } from './command.ts';

/** Asks a person to type this text, to prevent a confirmation by habit. Returns false for any other answer. */
export async function confirmByTyping(
  expected: string,
  message: string,
  io: Pick<Io, 'signal'>,
): Promise<boolean> {
  const { default: inquirer } = await import('inquirer');
  const question = inquirer.prompt([{ type: 'input', name: 'typed', message }], { signal: io.signal });
  const answer = (await question) as { typed: string };
  return answer.typed.trim() === expected;
}

/** Asks a person to type the account's number. */
export const confirmByTypingAccount = (
  accountId: string,
  what: string,
  io: Pick<Io, 'signal'>,
): Promise<boolean> => confirmByTyping(accountId, `Type the account's number (${accountId}) to ${what}:`, io);
