import { expect } from 'vitest';
import { adopt } from '../../../checker/teardown/index.ts';

/** Adopts a resource as a script does: asks for the id first, then gives it. */
export async function adoptById(options: Parameters<typeof adopt>[0], arn: string) {
  const asked = await adopt(options, arn);
  if (asked.state !== 'unconfirmed') throw new Error(JSON.stringify(asked));
  expect(await adopt(options, arn, asked.question.id)).toMatchObject({ state: 'written' });
  return asked.question;
}
