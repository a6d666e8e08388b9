import { afterAll, beforeAll, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
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

/** Text for people, which no other call takes up. */
const freeText = /(?:summary|message|UserId|AuthorDisplayName|OwnerAccountId|revisionUrl|Description)$/i;

// A sample; commands.long.test.ts has every member and every command.
it.each(['check', 'next', 'plan', 'board as CSV'])(
  '%s prints no text of an account that acts',
  (name) => commands.expectInert((member) => freeText.test(member), 'free text', [name]),
  60_000,
);
