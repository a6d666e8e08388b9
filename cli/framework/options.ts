import { parseArgs } from 'node:util';
import { CliError } from '../../lab-home/errors.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import type { Command } from './command.ts';

/** Parses a command's arguments, `--help` among them. Throws CliError for an option that the command does not have. */
export function parseOptions(commandName: string, command: Command, args: string[]) {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const flag = /'(--?[^'\s]+)/.exec((error as Error).message)?.[1] ?? '';
    const suggestion = didYouMean(flag.replace(/^-+/, ''), Object.keys(options));
    throw new CliError(
      `lab ${commandName}: ${(error as Error).message.split('. ')[0]}.${suggestion ? ` Did you mean --${suggestion}?` : ''} Type: npx lab ${commandName} --help`,
    );
  }
}
