import type { Io } from './command.ts';
import { prompt } from './prompt.ts';

/** Asks a person to type this text, to prevent a confirmation by habit. Returns false for any other answer. */
export async function confirmByTyping(
  expected: string,
  message: string,
  io: Pick<Io, 'signal'>,
): Promise<boolean> {
  const { typed = '' } = await prompt([{ type: 'input', name: 'typed', message }], io);
  return typed.trim() === expected;
}

/** Asks a person to type the account's number. */
export const confirmByTypingAccount = (
  accountId: string,
  what: string,
  io: Pick<Io, 'signal'>,
): Promise<boolean> => confirmByTyping(accountId, `Type the account's number (${accountId}) to ${what}:`, io);
