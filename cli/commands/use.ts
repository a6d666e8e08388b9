import { CliError } from '../../lab-home/errors.ts';
import {
  readStoredSettings,
  settingsFile,
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
      name: 'target',
      choices: {
        live: 'your own AWS account',
        practice: 'the practice account on this machine (npm run practice)',
        endpoint: 'another AWS-compatible server, at AWS_ENDPOINT_URL',
      },
    },
  ],
  options: {},
  notes: ['--target and LAB_TARGET are stronger than what is stored here.'],
  examples: ['npx lab use practice'],
  async run(_values, [word], io) {
    const kind = targetKinds.find((each) => each === word);
    if (kind === undefined)
      throw new CliError(
        'Which target? Type: npx lab use live, npx lab use practice or npx lab use endpoint',
      );
    writeStoredSettings(io.env, { ...readStoredSettings(io.env), target: kind });
    io.stdout(`The target is ${kind} now (${settingsFile(io.env)}).\n`);
    return 0;
  },
});
