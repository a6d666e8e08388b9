import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { shareOf, todaysShare } from '../../kit/share.ts';
import { type HostileCommands, hostileCommands } from './expect-inert-commands.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let commands: HostileCommands;
beforeAll(async () => {
  built = await finishedLab('approval', { seat: 'anna' });
  commands = await hostileCommands(await built.open(), 'anna');
});
afterAll(async () => {
  await commands.close();
  await built.close();
});

it('no command prints text of an account that acts, or ends with a fault of the kit', async () => {
  await commands.expectInert(() => false, 'no hostile text');
  const members = commands.members();
  expect(members.length).toBeGreaterThan(100);
  const operations = new Set(members.map((member) => member.slice(0, member.lastIndexOf(' '))));
  const share = todaysShare('HOSTILE_EVERY', 8);
  for (const operation of shareOf([...operations], share))
    await commands.expectInert((member) => member.startsWith(`${operation} `), `all of ${operation}`);
  // With all of an answer rewritten, much of it is not recognized. One member at a time, it is.
  for (const member of shareOf(members, share))
    await commands.expectInert((one) => one === member, member, ['check', 'plan', 'board as CSV']);
}, 3_600_000);
