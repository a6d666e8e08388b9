import { expect, it } from 'vitest';
import { mouseUser } from '../kit/page-user.ts';
import { doWholeLab } from '../kit/whole-lab.ts';

it('is the whole lab, by mouse and keyboard: each step’s check passes at its end and not before', async () => {
  expect(await doWholeLab(mouseUser)).toEqual([]);
}, 120_000);
