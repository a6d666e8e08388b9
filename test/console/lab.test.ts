import { expect, it } from 'vitest';
import { mouse } from '../kit/hands.ts';
import { labDoneBy } from '../kit/whole-lab.ts';

it('is the whole lab, by mouse and keyboard: each step’s check passes at its end and not before', async () => {
  expect(await labDoneBy(mouse)).toEqual([]);
}, 120_000);
