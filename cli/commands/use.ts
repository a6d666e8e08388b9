import { CliError } from '../../lab-home/errors.ts';
import {
  readStoredSettings,
  settingsFile,
  type TargetKind,
  targetKinds,
  writeStoredSettings,
} from '../../lab-home/settings.ts';
import type { Command } from '../framework/command.ts';

export const command: Command = {
  help: `Chooses which account the checks look at, until you choose again.

usage: lab use live|practice|endpoint

  live       your own AWS account
  practice   the practice account on this machine (npm run practice)
  endpoint   another AWS-compatible server, at AWS_ENDPOINT_URL

--target and LAB_TARGET are stronger than what is stored here.

example:
  npx lab use practice
`,
  options: {},
  async run(_values, positionals, io) {
    const [kind, ...rest] = positionals;
    if (kind === undefined || rest.length > 0 || !(targetKinds as readonly string[]).includes(kind))
      throw new CliError(
        `lab use ${positionals.join(' ')}: expected one of ${targetKinds.join(', ')}. Type: npx lab use practice`,
      );
    writeStoredSettings(io.env, { ...readStoredSettings(io.env), target: kind as TargetKind });
    io.stdout(`The target is ${kind} now (${settingsFile(io.env)}).\n`);
    return 0;
  },
};
