import { defined } from '../base/defined.ts';
import type { Io } from './command.ts';
import { escapeControls, escapeLine } from './escape-control.ts';

/** A question to a person at the terminal: text to type, or one of several choices. */
export interface Question {
  type: 'input' | 'select';
  name: string;
  message: string;
  default?: string;
  pageSize?: number;
  choices?: readonly { name: string; value: string }[];
}

/** The prompt writes to the terminal itself, so what it shows is escaped here. */
const printable = ({ message, choices, ...question }: Question) => ({
  ...question,
  message: escapeControls(message),
  ...(question.default === undefined ? {} : { default: escapeLine(question.default) }),
  ...defined({ choices: choices?.map(({ name, value }) => ({ name: escapeLine(name), value })) }),
});

/** Whether the error says that a person, or a signal, ended the prompt before it was answered. */
export const isPromptEnded = (error: unknown): boolean =>
  error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);

/** Asks a person, and returns the answers by the names of the questions. Ctrl-C rejects. */
export async function prompt(
  questions: readonly Question[],
  { signal }: Pick<Io, 'signal'>,
): Promise<Record<string, string>> {
  // It is slow to load, so only a command that asks loads it.
  const { default: inquirer } = await import('inquirer');
  // The second argument of the plain prompt would be answers, not options.
  const ask = inquirer.createPromptModule({ signal });
  return ask(questions.map(printable) as never);
}
