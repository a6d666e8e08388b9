import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { expectInertCommands } from './expect-inert-commands.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('approval', { seat: 'anna' });
});
afterAll(() => built.close());

// commands.test.ts has one group of members.
it('no command prints text of an account that acts, or ends with a fault of the kit', async () => {
  const groups = await expectInertCommands(await built.open(), 'anna', (members) =>
    members.map((member) => [member]),
  );
  expect(groups).toBeGreaterThan(100);
}, 3_600_000);
