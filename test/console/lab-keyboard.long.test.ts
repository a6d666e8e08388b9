import { expect, it } from 'vitest';
import { keyboardUser } from '../kit/page-user.ts';
import { doWholeLab } from '../kit/whole-lab.ts';

it('is the whole lab without a mouse: each step’s check passes at its end and not before', async () => {
  expect(await doWholeLab(keyboardUser)).toEqual([]);
}, 300_000);
