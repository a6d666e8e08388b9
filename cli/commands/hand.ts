import { CliError } from '../../lab-home/errors.ts';
import {
  deleteHelpRequest,
  helpRequestText,
  readHelpRequest,
  saveHelpRequest,
} from '../../lab-home/help-request.ts';
import { flag } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'hand',
  description:
    "Raises your hand in a class. What you say is kept on this machine and travels with your evidence (npm run check -- --all --save FILE), from where it comes onto your instructor's board. Without words and without an option, it says whether your hand is raised.",
  usage: ['npx lab hand "…"', 'npx lab hand --down', 'npx lab hand'],
  positionals: [
    { name: '"…"', many: true, help: 'what you need help with, in one line of at most 200 characters' },
  ],
  options: { down: flag('lowers your hand') },
  notes: ['Do not put a password or a key into it.'],
  examples: ['npx lab hand "my push starts nothing"', 'npx lab hand --down'],
  async run(values, positionals, { env, stdout }) {
    const typed = positionals.join(' ');
    if (values.down && positionals.length > 0)
      throw new CliError('--down lowers your hand: leave out the words, or leave out --down.');
    if (values.down) {
      deleteHelpRequest(env);
      stdout('Your hand is down. The next evidence that you save says so.\n');
      return 0;
    }
    if (positionals.length > 0) {
      const words = helpRequestText(typed);
      saveHelpRequest(env, words);
      stdout(
        `Your hand is up: "${words}"\nIt travels with your evidence: npm run check -- --all --save evidence.json, then hand in that file.\nLower it with: npx lab hand --down\n`,
      );
      return 0;
    }
    const { hand: helpRequest } = readHelpRequest(env);
    stdout(
      helpRequest === undefined
        ? 'Your hand is down. Raise it with: npx lab hand "what you need help with"\n'
        : `Your hand is up since ${helpRequest.since.slice(0, 16).replace('T', ' ')} UTC: "${helpRequest.text}"\n`,
    );
    return 0;
  },
});
