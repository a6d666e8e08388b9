import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { namesOf } from '../../checker/lab/lab.ts';
import { command } from '../../cli/commands/teardown.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { everything, labTag, makeBucket } from '../checker/teardown/teardown-session.ts';
import { runCommand } from '../kit/run-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('repository');
}, 60_000);
afterAll(() => built.close());

/** The words of the printed command that matches. */
function printed(text: string, pattern: RegExp): string[] {
  const line = text.split('\n').find((one) => /npx lab teardown/.test(one) && pattern.test(one));
  expect(line, text).toBeDefined();
  return (line ?? '').trim().replace('npx lab teardown', '').split(' ').filter(Boolean);
}

it('a seat that was given as a flag is torn down by typing what is printed', async () => {
  const lab = await built.open();
  const { region, accountId } = lab.practice;
  const { deployBucket } = namesOf({ region, branch: 'main', seat: 'anna' }, accountId);
  await makeBucket(lab, deployBucket, [labTag, { Key: 'seat', Value: 'anna' }]);
  const env = { ...lab.env, LAB_HOME: mkdtempSync(join(tmpdir(), 'lab-home-')) };
  const type = (args: string[]) =>
    runCommand(command, parseArgs({ args, options: command.options }).values, { env });
  const flags = ['--seat', 'anna', '--account', accountId];
  // It contains an object that nobody deployed, so it has to be adopted first.
  const listed = await type(flags);
  expect(listed.exit).toBe(3);
  const asked = await type(printed(listed.text, /--adopt/));
  expect(asked.exit).toBe(2);
  const adopted = await type(printed(asked.text, /--confirm/));
  expect([adopted.exit, adopted.text]).toEqual([0, expect.stringContaining("is the lab's now")]);
  const planned = await type(printed(adopted.text, /--seat/));
  expect(planned.exit).toBe(2);
  const done = await type(printed(planned.text, /--confirm/));
  expect([done.exit, everything(lab).size]).toEqual([0, 0]);
  expect(done.text).toContain('Proven: nothing of the lab is left');
});
