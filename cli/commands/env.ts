import type { Command } from '../command.ts';
import { demandRunning } from '../home.ts';

export const command: Command = {
  help: `Prints the running practice account's exports once more.

usage: eval "$(lab env)"

example:
  eval "$(lab env)" && aws sts get-caller-identity
`,
  options: {},
  async run(_values, _positionals, io) {
    for (const [name, value] of Object.entries(demandRunning(io.env).exports))
      io.stdout(`export ${name}=${value}\n`);
    return 0;
  },
};
