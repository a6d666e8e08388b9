import { describe, expect, it } from 'vitest';
import { command } from '../../cli/commands/drill.ts';
import { CliError } from '../../lab-home/errors.ts';
import { readDrillPages } from '../../scenarios/course.ts';
import type { Io, Values } from '../../terminal/command.ts';

async function drill(values: Values, positionals: string[]): Promise<{ exit: number; text: string }> {
  let text = '';
  const stdout = (chunk: string) => {
    text += chunk;
  };
  const exit = await command.run(values, positionals, { stdout, width: 80 } as unknown as Io);
  return { exit, text };
}

describe('lab drill', () => {
  it('lists every drill with its step, its minutes and its title', async () => {
    const { exit, text } = await drill({}, []);
    expect(exit).toBe(0);
    const drills = readDrillPages();
    expect(drills.length).toBeGreaterThanOrEqual(10);
    for (const { id, step, minutes, title } of drills)
      expect(text).toMatch(new RegExp(`^  ${id} +${step} +${minutes} min  ${title}$`, 'm'));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('prints one hint at a time, and the solution only on request', async () => {
    const hints = ['1', '2', '3'].map((hint) => drill({ hint }, ['wrong-branch']));
    const [one, two, three] = (await Promise.all(hints)).map(({ text }) => text);
    expect(one).toContain('No error and no execution');
    expect(two).not.toContain('BranchName');
    expect(three).toContain('BranchName');
    const { text } = await drill({ solution: true }, ['wrong-branch']);
    expect(text).toContain('aws codepipeline update-pipeline');
    expect(text).not.toContain('<details>');
  });

  it.each([
    [{}, ['wrong-brnch'], 'Did you mean: npx lab drill wrong-branch?'],
    [{}, ['wrong-branch', 'more'], 'lab drill takes at most 1 argument'],
    [{ hint: '4' }, ['wrong-branch'], 'expected a whole number from 1 to 3'],
    [{ hint: '1' }, [], 'Of which drill?'],
  ])('rejects %j %j', async (values, positionals, message) => {
    const refused = drill(values, positionals);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(CliError);
  });
});
