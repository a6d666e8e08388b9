import { CliError } from '../../lab-home/errors.ts';
import {
  readStoredSettings,
  settingsFile,
  type TargetKind,
  targetKinds,
  writeStoredSettings,
} from '../../lab-home/settings.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'use',
  description: 'Chooses which account the checks look at, until you choose again.',
  usage: ['lab use live|practice|endpoint'],
  positionals: [
    {
      name: 'KIND',
      help: 'live (your own AWS account), practice (the practice account on this machine: npm run practice) or endpoint (another AWS-compatible server, at AWS_ENDPOINT_URL)',
    },
  ],
  options: {},
  notes: ['--target and LAB_TARGET are stronger than what is stored here.'],
  examples: ['npx lab use practice'],
  async run(_values, [kind], io) {
    if (kind === undefined || !(targetKinds as readonly string[]).includes(kind))
      throw new CliError(
        `lab use ${kind ?? ''}: expected one of ${targetKinds.join(', ')}. Type: npx lab use practice`,
      );
    writeStoredSettings(io.env, { ...readStoredSettings(io.env), target: kind as TargetKind });
    io.stdout(`The target is ${kind} now (${settingsFile(io.env)}).\n`);
    return 0;
  },
});
