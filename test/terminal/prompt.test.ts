import { expect, it } from 'vitest';
import { prompt } from '../../terminal/prompt.ts';

it('answers no more than the questions', async () => {
  expect(await prompt([], { signal: new AbortController().signal })).toEqual({});
});

it('ends when the command is aborted', async () => {
  const question = { type: 'input', name: 'region', message: 'Region' } as const;
  await expect(prompt([question], { signal: AbortSignal.abort(new Error('Ctrl-C')) })).rejects.toThrow(
    /abort/i,
  );
});
