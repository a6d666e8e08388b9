import { expect, it } from 'vitest';
import { mouseUser } from '../kit/page-user.ts';
import { doWholeLab } from '../kit/whole-lab.ts';

it("the whole lab works by mouse and keyboard: each step's check passes only at its end", async () => {
  expect(await doWholeLab(mouseUser)).toEqual([]);
}, 120_000);
