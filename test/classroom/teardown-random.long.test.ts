import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defined } from '../../base/defined.ts';
import { startPractice } from '../../practice/start.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import {
  type AccountAccess,
  allRecords,
  anotherAccount,
  contentFor,
  createSeatResources,
  fullBucket,
  milestones,
} from '../kit/class-lab.ts';
import { classTeardown, differing, states } from '../kit/class-teardown.ts';
import { rosterOf, seatOf } from '../kit/roster.ts';

/** Ids that share a beginning or an end, or contain each other. */
const ids = ['s', 's1', 's10', 's11', 's1-x', 'x-s1', '1', 's-1', 'lab', 'cp-lab'];
const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

const someone = fc.record({
  reach: fc.constantFrom(...milestones),
  region: fc.constantFrom(...regions),
  /** Which of the accounts; 0 is the shared one. */
  account: fc.nat(2),
  /** Whether the learner continues to work between the plan and the confirmation. */
  busy: fc.boolean(),
  /** What the learner then puts into the deploy bucket: what the source has, or something else. */
  late: fc.constantFrom('index.html', 'late.txt'),
});

/** Each id is a seat of the class, of a neighbor class, or unused. */
const classes = fc.record({
  seats: fc.dictionary(fc.constantFrom(...ids), someone, { minKeys: 1, maxKeys: 4 }),
  neighbors: fc.dictionary(fc.constantFrom(...ids), someone, { maxKeys: 3 }),
  /** Buckets that belong to no seat. */
  foreignBuckets: fc.uniqueArray(fc.constantFrom('notes', 'cp-s3-deploy', 'cp-s3-artifacts-s1', 'x'), {
    maxLength: 3,
  }),
});

describe('any class', () => {
  it("is torn down to the state before it, except for a learner's own work, and a second run does nothing", async () => {
    await fc.assert(
      fc.asyncProperty(classes, async ({ seats, neighbors, foreignBuckets }) => {
        const practice = await startPractice({ port: 0 });
        const own = clientsOf(practice);
        try {
          const accounts: AccountAccess[] = [
            practice,
            await anotherAccount(practice, '111111111111'),
            await anotherAccount(practice, '222222222222'),
          ];
          const where = (account: number) => accounts[account] as AccountAccess;
          for (const name of foreignBuckets) await fullBucket(own, `${name}-bucket`, 'us-east-1', []);
          const others = Object.entries(neighbors).filter(([id]) => !Object.hasOwn(seats, id));
          for (const [id, { reach, region, account }] of others)
            await createSeatResources(where(account), id, reach, region);
          const before = allRecords(practice);
          const all = Object.entries(seats);
          for (const [id, { reach, region, account }] of all)
            await createSeatResources(where(account), id, reach, region);
          const roster = rosterOf(
            all.map(([id, { region, account }], at) =>
              seatOf(id, at + 1, {
                region,
                access: account === 0 ? { kind: 'shared' } : { kind: 'profile', profile: String(account) },
              }),
            ),
          );
          const { unattended: alone } = classTeardown(practice, roster, { 1: where(1), 2: where(2) });
          const { digest } = await alone();
          const working = all.filter(([, { busy, reach }]) => busy && reach !== 'nothing');
          for (const [id, { region, account, late: Key }] of working) {
            const there = clientsOf(where(account), region);
            const Bucket = `cp-s3-deploy-${where(account).accountId}-${region}-${id}`;
            await there.s3.send(
              new PutObjectCommand({ Bucket, Key, Body: Key === 'index.html' ? contentFor(Bucket) : 'late' }),
            );
            there.destroy();
          }
          const late = allRecords(practice);
          const classResult = await alone(defined({ confirm: digest }));
          // Only the artifacts of later milestones explain what a bucket contains.
          const hasOwnWork = ({ reach, busy, late: Key }: (typeof seats)[string]) =>
            busy &&
            reach !== 'nothing' &&
            (Key === 'late.txt' || reach === 'bucket' || reach === 'connection');
          const expected = (settled: boolean) =>
            Object.fromEntries(
              all.map(([id, one]) => {
                if (one.reach === 'nothing') return [id, 'not-begun'];
                // A bucket is all that this seat has, so nothing of it would be deleted any more.
                const hasNoPlan = one.reach === 'bucket' && hasOwnWork(one);
                if (one.busy && !settled && !hasNoPlan) return [id, 'changed'];
                return [id, hasOwnWork(one) ? 'left' : 'clean'];
              }),
            );
          const exit = all.some(([, one]) => hasOwnWork(one)) ? 3 : 0;
          const ownWork = all.flatMap(([id, one]) =>
            hasOwnWork(one) ? [`cp-s3-deploy-${where(one.account).accountId}-${one.region}-${id}`] : [],
          );
          const stillThere = () =>
            differing(before, allRecords(practice)).filter(
              (key) => !ownWork.some((name) => key.includes(name)),
            );
          expect(states(classResult)).toEqual(expected(false));
          const busyIds = working.map(([id]) => id);
          const now = allRecords(practice);
          // Nothing of a learner who kept working is deleted, and everything of the others is as before.
          for (const { seat, regions: seatRegions } of classResult.seats.filter(({ seat: one }) =>
            busyIds.includes(one.id),
          ))
            for (const resource of seatRegions.flatMap(({ result }) => result.plan?.toDelete ?? []))
              for (const [key, record] of late)
                if (key.split(/[ /]/).includes(resource.name))
                  expect([seat.id, key, now.get(key)]).toEqual([seat.id, key, record]);
          const rest = await alone();
          const last = rest.digest === undefined ? rest : await alone({ confirm: rest.digest });
          expect([last.exit, states(last)]).toEqual([exit, expected(true)]);
          expect(stillThere()).toEqual([]);
          for (const name of ownWork)
            expect(
              [...allRecords(practice).keys()].filter((key) => key.startsWith(`s3/versions ${name}/`)),
            ).not.toEqual([]);
          const again = await alone();
          expect([again.exit, again.digest, states(again)]).toEqual([exit, undefined, expected(true)]);
          expect(stillThere()).toEqual([]);
        } finally {
          own.destroy();
          await practice.close();
        }
      }),
      { numRuns: Number(process.env.CLASSES ?? 12), endOnFailure: true },
    );
  }, 1_200_000);
});
