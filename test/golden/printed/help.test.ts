import { expect, it } from 'vitest';
import { helpText } from '../../../cli/framework/help.ts';
import { lab } from '../../kit/lab-command.ts';
import { commandOf, commandWords } from './commands.ts';
import { golden, goldenJson } from './golden.ts';

const fileOf = (words: readonly string[]) => `help/${words.length === 0 ? 'lab' : words.join('-')}.txt`;

it.each(commandWords.map((words) => ({ words, name: words.join(' ') })))(
  'keeps the help of: lab $name',
  async ({ words }) => {
    golden(fileOf(words), helpText((await commandOf(words)).command));
  },
);

it.each([[[]], [['check']], [['class']], [['class', 'status']]])(
  'keeps what the process prints for: lab %j --help',
  async (words) => {
    const { exit, stdout, stderr } = await lab([...words, '--help'], {});
    expect([exit, stderr]).toEqual([0, '']);
    golden(fileOf(words), stdout);
  },
);

it('keeps every option of every command', async () => {
  const options: Record<string, object> = {};
  for (const words of commandWords) {
    const { command } = await commandOf(words);
    const forms = Object.entries(command.options).map(([name, { type, multiple }]) => [
      name,
      { type, ...(multiple && { multiple }) },
    ]);
    options[words.join(' ')] = Object.fromEntries(forms);
  }
  goldenJson('help/options.json.txt', options);
});
