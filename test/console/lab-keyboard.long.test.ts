import { expect, it } from 'vitest';
import { keyboard } from '../kit/hands.ts';
import { labDoneBy } from '../kit/whole-lab.ts';

it('is the whole lab without a mouse: each step’s check passes at its end and not before', async () => {
  expect(await labDoneBy(keyboard)).toEqual([]);
}, 300_000);
