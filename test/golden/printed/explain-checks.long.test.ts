import { it } from 'vitest';
import { steps } from '../../../checker/steps/index.ts';
import { golden } from './golden.ts';
import { shown, typed } from './typed.ts';

// Each explanation reads all pages of causes, so all of them take a while.
it('keeps the explanation of every check: facts, calls, IAM actions, causes', async () => {
  let text = '';
  for (const { id } of steps.flatMap(({ checks }) => checks)) {
    const words = ['check', '--explain', id];
    text += `${shown(words, await typed(words, {}))}\n`;
  }
  golden('texts/explain-all-checks.txt', text);
});
