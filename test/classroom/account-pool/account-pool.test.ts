import { afterAll, beforeAll, expect, it } from 'vitest';
import { groupByAccess } from '../../../classroom/account-pool/access.ts';
import { openAccountPool, type PoolOptions } from '../../../classroom/account-pool/account-pool.ts';
import type { Access, Seat } from '../../../classroom/seat.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { accessTo } from '../../kit/roster.ts';

let practice: Practice;
let access: ReturnType<typeof accessTo>;
beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  access = accessTo(practice, { one: practice }, 20_000);
});
afterAll(async () => {
  access.close();
  await practice.close();
});

const concurrency = { accesses: 4, accountSeats: 1, seats: 4, slotTimeoutMs: 60_000 };
const pool = (more: Partial<PoolOptions> = {}) =>
  openAccountPool({ roster: {}, clientsOf: access.clientsOf, concurrency, ...more });
const shared: Access = { kind: 'shared' };
const profile = (name: string): Access => ({ kind: 'profile', profile: name });

it('shares the limits of an account between the accesses that lead to it, and keeps its rate limiter', async () => {
  const rateLimiters = new Map();
  const accounts = pool({ rateLimiters });
  const [one, two] = await Promise.all([
    accounts.open(shared, practice.region),
    accounts.open(profile('one'), practice.region),
  ]);
  expect([one.account?.id, two.account?.id]).toEqual([practice.accountId, practice.accountId]);
  expect(one.account?.semaphore).toBe(two.account?.semaphore);
  expect(one.account?.rateLimiter).toBe(two.account?.rateLimiter);
  expect(rateLimiters.get(practice.accountId)).toBe(one.account?.rateLimiter);
  expect(one.calls).toEqual([{ service: 'sts', operation: 'GetCallerIdentity', count: 1 }]);
});

it('opens the clients of each region once', async () => {
  const { account } = await pool().open(shared, practice.region);
  expect(await account?.clientsIn(practice.region)).toBe(account?.clients);
  const ireland = account?.clientsIn('eu-west-1');
  expect(await account?.clientsIn('eu-west-1')).toBe(await ireland);
});

it('answers the error of an access that cannot be opened, or that leads to another account', async () => {
  const accounts = pool({ roster: { account: '123456789012' } });
  const { error } = await accounts.open(profile('none'), practice.region);
  expect(error?.message).toContain('could not be found');
  expect((await accounts.open(shared, practice.region)).error?.code).toBe('OtherAccount');
});

it('groups seats by access, in their order', () => {
  const seat = (id: string, own: Access): Seat => ({
    id,
    name: id,
    access: own,
    region: 'us-east-1',
    branch: 'main',
    line: 1,
  });
  const seats = [seat('a', shared), seat('b', profile('one')), seat('c', shared), seat('d', profile('two'))];
  expect(groupByAccess(seats).map((group) => group.map(({ id }) => id))).toEqual([['a', 'c'], ['b'], ['d']]);
});
