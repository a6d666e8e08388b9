import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { expectInertCommands } from './expect-inert-commands.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('approval', { seat: 'anna' });
});
afterAll(() => built.close());

/** Members that are text for people, and that no other call takes up. */
const freeText = /(?:summary|message|description|name|url|revisionId|UserId|token|createdBy|Value)$/i;
const identifiers = /(?:pipelineName|pipeline\.name|ConnectionName|stageName|RoleName|Bucket|actionName)$/i;

// One group; commands.long.test.ts has every member.
it('no command prints text of an account that acts, or ends with a fault of the kit', async () => {
  const groups = await expectInertCommands(await built.open(), 'anna', (members) => [
    members.filter((member) => freeText.test(member) && !identifiers.test(member)),
  ]);
  expect(groups).toBe(1);
}, 180_000);
