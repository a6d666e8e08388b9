import { describe, expect, it } from 'vitest';
import { command as reset } from '../../cli/commands/reset.ts';
import { command as solve } from '../../cli/commands/solve.ts';
import { CliError } from '../../lab-home/errors.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { forSeat } from '../../scenarios/solve/learner-environment.ts';
import type { Io } from '../../terminal/command.ts';

describe('lab solve and lab reset reject', () => {
  it.each([
    [solve, [], 'Which step? Type: npx lab solve step-5'],
    [solve, ['step-12'], '"step-12" is no step'],
    [solve, ['step-1', 'step-2'], 'takes at most 1 argument, not "step-1 step-2"'],
    [solve, ['step-9'], 'it is npm run teardown, which asks you first'],
    [reset, [], 'Which step? Type: npx lab reset step-5'],
    [reset, ['step-2'], 'Step 2 is yours to undo'],
  ])('$0.name $1', async (command, positionals, message) => {
    const refused = command.run({}, positionals, {} as Io);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(CliError);
    await expect(refused).rejects.toMatchObject({ exit: 2 });
  });
});

it("a seat's tag is added to every tag in the pages' commands", () => {
  const lab = { region: 'us-east-1', branch: 'main', seat: 'anna' };
  const commands = readStepPages('labs/steps')
    .flatMap(({ blocks }) => blocks.map(({ text }) => text))
    .filter((text) => text.includes('=codepipeline-lab'));
  const tagged = commands.flatMap((text) => text.match(/[Kk]ey=lab,[Vv]alue=codepipeline-lab/g) ?? []);
  expect(tagged.length).toBeGreaterThanOrEqual(5);
  const seated = commands.flatMap((text) => forSeat(text, lab, '123456789012').match(/[Vv]alue=anna/g) ?? []);
  expect(seated).toHaveLength(tagged.length);
});

it("a role is created with the seat's permissions boundary, and no other command is changed", () => {
  const lab = { region: 'us-east-1', branch: 'main', seat: 'anna' };
  const arn = 'arn:aws:iam::123456789012:policy/anna-cp-lab-boundary';
  const commands = readStepPages('labs/steps').flatMap(({ blocks }) => blocks.map(({ text }) => text));
  const changed = commands
    .map((text) => [forSeat(text, lab, '123456789012'), forSeat(text, lab, '123456789012', arn)])
    .filter(([without, bounded]) => without !== bounded);
  expect(changed).toHaveLength(1);
  expect(changed[0]?.[1]).toContain(`aws iam create-role --permissions-boundary ${arn} --role-name`);
});
