import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { adopt, journalFile, notMine } from '../../checker/teardown/index.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';
import { tapped } from '../checker/teardown/teardown-session.ts';
import { allRecords, contentFor, createSeatResources, fullBucket } from '../kit/class-lab.ts';
import {
  classTeardown,
  differing,
  onTestEnd,
  practiceAccount,
  reasons,
  sharedSeats,
  states,
  usedRegions,
} from '../kit/class-teardown.ts';

const collide = ['s1', 's10', 's1-x', 'x-s1', 's'];

describe('the teardown of a class in one account', () => {
  it('deletes all that its seats created and nothing else, for names that nearly collide', async () => {
    const practice = await practiceAccount();
    const own = clientsOf(practice);
    onTestEnd(() => own.destroy());
    // Resources of the instructor, of a self-paced learner and of a neighbor class.
    await fullBucket(own, 'instructors-notes', 'us-east-1', []);
    await fullBucket(own, `cp-s3-deploy-${practice.accountId}-us-east-1`, 'us-east-1', []);
    await createSeatResources(practice, 's1-xy');
    await createSeatResources(practice, 's11', 'role');
    const before = allRecords(practice);
    for (const id of collide) await createSeatResources(practice, id);
    await createSeatResources(practice, 's1', 'pipeline', 'eu-west-1');
    const { run } = classTeardown(practice, sharedSeats([...collide, 'away']));
    const result = await run();
    expect(reasons(result)).toEqual({});
    expect([result.exit, result.state]).toEqual([0, 'done']);
    expect(states(result)).toEqual({
      ...Object.fromEntries(collide.map((id) => [id, 'clean'])),
      away: 'not-begun',
    });
    expect(differing(before, allRecords(practice))).toEqual([]);
    for (const { confirmedAt: [first, second] = [0, 0] } of result.seats)
      expect(second - first).toBeGreaterThanOrEqual(19);
    const again = await run({ confirm: 'nobody is asked' });
    expect([again.exit, again.digest, states(again)]).toEqual([0, undefined, states(result)]);
  });

  it('asks once for everything, and a no leaves all unchanged', async () => {
    const practice = await practiceAccount();
    for (const id of ['a', 'b']) await createSeatResources(practice, id, 'connection');
    const before = allRecords(practice);
    const { run, unattended: alone } = classTeardown(practice, sharedSeats(['a', 'b', 'c']));
    let asked = 0;
    const declined = await run({
      confirm: async ({ seats }) => {
        asked += seats.length;
        return false;
      },
    });
    expect([declined.exit, declined.state, asked]).toEqual([1, 'declined', 3]);
    // No seat is reported as clean after only one scan.
    expect(states(declined)).toEqual({ a: 'declined', b: 'declined', c: 'planned' });
    const unconfirmed = await alone();
    expect([unconfirmed.exit, unconfirmed.state, unconfirmed.digest]).toEqual([
      2,
      'unconfirmed',
      declined.digest,
    ]);
    const other = await run({ confirm: '0123456789abcdef' });
    expect([other.exit, other.state]).toEqual([1, 'changed']);
    expect(reasons(other).a).toContain('no plan with the digest 0123456789abcdef');
    const dry = await run({ dryRun: true });
    expect([dry.exit, dry.state, dry.digest]).toEqual([0, 'planned', declined.digest]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('skips a seat that has changed since the plan, and tears down the others', async () => {
    const practice = await practiceAccount();
    const before = allRecords(practice);
    for (const id of ['a', 'b', 'c', 'e']) await createSeatResources(practice, id, 'role');
    const { unattended: alone } = classTeardown(practice, sharedSeats(['a', 'b', 'c', 'd', 'e']));
    const plan = await alone();
    const records = allRecords(practice);
    const own = clientsOf(practice);
    onTestEnd(() => own.destroy());
    const bucketOf = (id: string) => `cp-s3-deploy-${practice.accountId}-us-east-1-${id}`;
    for (const [id, Key, Body] of [
      ['b', 'index.html', contentFor(bucketOf('b'))],
      ['e', 'work.txt', 'of the last minute'],
    ] as const)
      await own.s3.send(new PutObjectCommand({ Bucket: bucketOf(id), Key, Body }));
    // This seat had no resource when the plan was printed.
    await createSeatResources(practice, 'd', 'bucket');
    const result = await alone({ confirm: plan.digest ?? '' });
    expect([result.exit, states(result)]).toEqual([
      1,
      { a: 'clean', b: 'changed', c: 'clean', d: 'changed', e: 'changed' },
    ]);
    const why = reasons(result);
    expect([why.b, why.d, why.e]).toEqual([
      `deploy bucket ${bucketOf('b')} held 4 entries, and holds 5 now`,
      expect.stringContaining('deploy bucket'),
      `deploy bucket ${bucketOf('e')} would go no more: it is gone, or not as it was`,
    ]);
    const theirs = [...records.keys()].filter((key) => /[/-][be]\b/.test(key));
    expect(theirs.length).toBeGreaterThan(3);
    for (const key of theirs) expect(allRecords(practice).has(key)).toBe(true);
    const { digest = '' } = await alone();
    const rest = await alone({ confirm: digest });
    expect([rest.exit, states(rest)]).toEqual([
      3,
      { a: 'clean', b: 'clean', c: 'clean', d: 'clean', e: 'left' },
    ]);
    // The learner's own work stays, and nothing else does. Without a pipeline, no history shows what was deployed.
    expect(rest.seats.at(-1)?.left).toEqual([
      {
        kind: 'deploy-bucket',
        name: bucketOf('e'),
        region: 'us-east-1',
        why: 'it contains 1 object version, and no record shows who put them there: "work.txt"',
        byHand: `aws s3 ls s3://${bucketOf('e')}/ --recursive --region us-east-1`,
        undecided: `arn:aws:s3:::${bucketOf('e')}`,
      },
    ]);
    const left = differing(before, allRecords(practice));
    expect(left.filter((key) => !key.includes(bucketOf('e')))).toEqual([]);
    expect(left.filter((key) => key.startsWith('s3/versions'))).toHaveLength(5);
  });

  it("reports what is left and why: a resource with the seat's name and no other proof", async () => {
    const practice = await practiceAccount();
    await createSeatResources(practice, 'a', 'pipeline');
    const own = clientsOf(practice);
    onTestEnd(() => own.destroy());
    const bare = `cp-s3-deploy-${practice.accountId}-us-east-1-b`;
    await fullBucket(own, bare, 'us-east-1', []);
    const { run, home, clientsOf: accountClients } = classTeardown(practice, sharedSeats(['a', 'b']));
    const result = await run();
    expect([result.exit, states(result)]).toEqual([3, { a: 'clean', b: 'left' }]);
    expect(result.seats.map(({ exit }) => exit)).toEqual([0, 3]);
    expect(result.seats[1]?.left).toEqual([
      {
        kind: 'deploy-bucket',
        name: bare,
        region: 'us-east-1',
        why: "only one fact connects it with the lab: its name is the lab's",
        byHand: `aws s3 ls s3://${bare}/ --recursive --region us-east-1`,
        undecided: `arn:aws:s3:::${bare}`,
      },
    ]);
    expect(result.seats[1]?.confirmedAt).toBeUndefined();
    const dry = await run({ dryRun: true });
    expect([dry.exit, states(dry)]).toEqual([3, { a: 'planned', b: 'planned' }]);

    // The instructor says whose it is.
    const options = {
      clients: await accountClients({ kind: 'shared' }, practice.region),
      lab: { region: practice.region, branch: 'main', seat: 'b' },
      accountId: practice.accountId,
      journal: journalFile(home, {
        target: 'practice',
        accountId: practice.accountId,
        region: practice.region,
        seat: 'b',
      }),
      searchRegions: usedRegions,
    };
    await notMine(options, `arn:aws:s3:::${bare}`);
    const others = await run();
    expect([others.exit, states(others).b, others.seats[1]?.left]).toEqual([0, 'not-begun', []]);
    expect(others.seats[1]?.stays).toEqual([
      expect.objectContaining({ name: bare, why: "you said that it is not the lab's (--not-mine)" }),
    ]);
    expect([...allRecords(practice).keys()].some((key) => key.includes(bare))).toBe(true);
  });

  it("deletes what the instructor says is the seat's", async () => {
    const practice = await practiceAccount();
    const before = allRecords(practice);
    const own = clientsOf(practice);
    onTestEnd(() => own.destroy());
    const bare = `cp-s3-deploy-${practice.accountId}-us-east-1-b`;
    await fullBucket(own, bare, 'us-east-1', []);
    const { run, home, clientsOf: accountClients } = classTeardown(practice, sharedSeats(['b']));
    const key = { target: 'practice', accountId: practice.accountId, region: practice.region, seat: 'b' };
    await adopt(
      {
        clients: await accountClients({ kind: 'shared' }, practice.region),
        lab: { region: practice.region, branch: 'main', seat: 'b' },
        accountId: practice.accountId,
        journal: journalFile(home, key),
        searchRegions: usedRegions,
      },
      `arn:aws:s3:::${bare}`,
      async () => true,
    );
    const result = await run();
    expect([result.exit, states(result), reasons(result)]).toEqual([0, { b: 'clean' }, {}]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('changes only the seats that are named', async () => {
    const practice = await practiceAccount();
    for (const id of ['a', 'b']) await createSeatResources(practice, id, 'connection');
    const { run } = classTeardown(practice, sharedSeats(['a', 'b']));
    const result = await run({ only: ['a'] });
    expect([result.exit, states(result)]).toEqual([0, { a: 'clean' }]);
    const rest = await run({ dryRun: true });
    expect(rest.seats.map(({ regions: places }) => places[0]?.result.plan?.toDelete.length)).toEqual([0, 2]);
  });
});

describe('two scans in a row', () => {
  /** A class of one seat. `before` is called before its nth scan begins. */
  async function runWithScans(
    before: (nth: number, practice: Awaited<ReturnType<typeof practiceAccount>>) => Promise<unknown>,
  ) {
    const practice = await practiceAccount();
    const { run, clientsOf: real } = classTeardown(practice, sharedSeats(['a']));
    let scans = 0;
    const result = await run({
      clientsOf: async (access, region) =>
        tapped(await real(access, region), async (operation, send) => {
          // Each scan reads the pipeline with the seat's name once.
          if (operation === 'GetPipeline') await before(++scans, practice);
          return send();
        }),
    });
    return { torn: result, looks: scans };
  }

  it('are needed to report a seat as never begun', async () => {
    const { torn: result, looks: scans } = await runWithScans(async () => undefined);
    expect([states(result), scans]).toEqual([{ a: 'not-begun' }, 2]);
  });

  it('report a resource that only the second scan sees', async () => {
    const { torn: result, looks: scans } = await runWithScans(
      async (nth, practice) => nth === 2 && createSeatResources(practice, 'a', 'bucket'),
    );
    expect([result.exit, states(result)]).toEqual([1, { a: 'left' }]);
    expect(scans).toBeGreaterThan(2);
  });

  it('start again if a resource appeared and disappeared between them', async () => {
    const { torn: result, looks: scans } = await runWithScans(async (nth, practice) => {
      if (nth === 2) await createSeatResources(practice, 'a', 'bucket');
      if (nth !== 3) return;
      const { run } = classTeardown(practice, sharedSeats(['a']));
      await run();
    });
    // The resource existed, so the state is not "not begun".
    expect([result.exit, states(result), scans]).toEqual([0, { a: 'clean' }, 4]);
  });
});

describe('the reads of a shared account', () => {
  it('are shared by its seats: each pipeline is read once for all neighbors', async () => {
    const practice = await practiceAccount();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const id of ids) await createSeatResources(practice, id);
    const proxy = await proxyTo(practice.endpoint, () => 'pass');
    onTestEnd(() => proxy.close());
    const { run } = classTeardown({ ...practice, endpoint: proxy.endpoint }, sharedSeats(ids));
    const counted = (operation: string) =>
      proxy.calls.filter(({ headers }) => String(headers['x-amz-target']).endsWith(`.${operation}`)).length;
    const dry = await run({ dryRun: true });
    expect([
      dry.exit,
      dry.seats.map(({ regions: places }) => places[0]?.result.plan?.toDelete.length),
    ]).toEqual([0, ids.map(() => 5)]);
    // Each seat reads its own once to judge it. All seats together read a neighbor's once.
    expect(counted('GetPipeline')).toBeLessThanOrEqual(2 * ids.length);
    expect(counted('ListPipelines')).toBeLessThan(ids.length);
    expect((await run()).exit).toBe(0);
  });
});
