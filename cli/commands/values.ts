import { CliError } from '../../lab-home/errors.ts';
import { loadLab, settingOptions } from '../../lab-home/settings.ts';
import { valuesText } from '../../lab-home/values-text.ts';
import { text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'values',
  description:
    "Prints the lab's values as the pages' commands use them, one export a line: your region, your repository, and every name that follows from your settings, the seat in a class among them.",
  usage: ['npx lab values --account ID > workspace/values.sh'],
  options: {
    ...settingOptions,
    account: text({
      value: 'ID',
      help: "the account's number (or write it down: npx lab init --account ID)",
    }),
  },
  notes: ['Step 1 writes the same file by hand for a learner without a seat.'],
  examples: [
    'mkdir -p workspace',
    'npx lab values --seat anna --account "$(aws sts get-caller-identity --query Account --output text)" > workspace/values.sh',
  ],
  async run(values, _positionals, io) {
    const lab = loadLab(values, io.env);
    if (lab.account === undefined)
      throw new CliError('The names carry the account’s number. Type: npx lab values --account 123456789012');
    if (lab.repository === undefined)
      throw new CliError(
        'No repository is set. Type: npx lab values --repository OWNER/NAME, or: npx lab init',
      );
    io.stdout(valuesText(lab, lab.account, lab.repository));
    return 0;
  },
});
