import { expect, it } from 'vitest';
import { surviveKills } from '../kills.ts';

it('loses nothing that was acknowledged when it is killed again and again while clients write', {
  timeout: 120_000,
}, async () => {
  const { killed, done } = await surviveKills(12, 35_000);
  expect(killed).toBeGreaterThan(3);
  const counts = [done.buckets, done.objects, done.roles, done.connections, done.executions, done.approved];
  for (const { size } of counts) expect(size).toBeGreaterThan(0);
  expect(done.pushes.length).toBeGreaterThan(0);
});
