import { expect, it } from 'vitest';
import { keyboardUser } from '../kit/page-user.ts';
import { doWholeLab } from '../kit/whole-lab.ts';

it("the whole lab works without a mouse: each step's check passes only at its end", async () => {
  expect(await doWholeLab(keyboardUser)).toEqual([]);
}, 300_000);
