import { expect, it } from 'vitest';
import { failureOf } from '../../../cli/framework/exit-code.ts';
import { prompt } from '../../../terminal/prompt.ts';

const region = { type: 'input', name: 'region', message: 'Region' } as const;

it('a prompt that a signal ends is no fault of the kit: exit code 130, and no message', async () => {
  const error = await prompt([region], { signal: AbortSignal.abort() }).catch((thrown: unknown) => thrown);
  expect(failureOf(error, {})).toEqual({ message: '', exitCode: 130 });
});

it('a prompt that Ctrl-C ends has the same exit code', () => {
  const closed = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
  expect(failureOf(closed, {})).toEqual({ message: '', exitCode: 130 });
});
