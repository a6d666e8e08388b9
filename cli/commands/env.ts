import { requireRunningPractice } from '../../lab-home/home.ts';
import { conflictingVariableResets } from '../../lab-home/shell-environment.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'env',
  description:
    "Prints what leads this terminal to the running practice account: its exports once more, and the unsetting of what would be stronger (a profile, an old session's token, a proxy).",
  usage: ['eval "$(npx lab env)"'],
  options: {},
  examples: ['eval "$(npx lab env)" && aws sts get-caller-identity'],
  async run(_values, _positionals, io) {
    const { exports } = requireRunningPractice(io.env);
    const lines = [
      ...conflictingVariableResets,
      ...Object.entries(exports).map(([name, value]) => `export ${name}=${value}`),
    ];
    io.stdout(`${lines.join('\n')}\n`);
    return 0;
  },
});
