import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { newMemory, type Poll, pollClass, type SeatPoll } from '../../classroom/poll.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { buildLab, createBucket } from '../../scenarios/finished-lab/build-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { type CallOutcome, type ProxiedCall, proxyTo } from '../../scripts/support/proxy.ts';
import { accessTo, rosterOf, seatOf } from '../kit/roster.ts';
import { type SharedAccount, sharedAccount } from '../kit/shared-account.ts';

let shared: SharedAccount;
let seats: Record<'anna' | 'ben' | 'carl', LabAccount>;
let gitUrl: string;

beforeAll(async () => {
  shared = await sharedAccount();
  gitUrl = shared.practice.exports.LAB_GIT_URL ?? '';
  const [anna, ben, carl] = [await shared.seat('anna'), await shared.seat('ben'), await shared.seat('carl')];
  seats = { anna, ben, carl };
  // A resource of another user who has nothing to do with the class.
  const { connections, destroy } = clientsOf(shared.practice);
  await connections.send(
    new CreateConnectionCommand({ ConnectionName: 'orders-github', ProviderType: 'GitHub' }),
  );
  destroy();
  await Promise.all([buildLab(anna, 'redeploy'), buildLab(ben, 'pipeline'), buildLab(carl, 'bucket')]);
}, 60_000);
afterAll(() => shared.close());

const roster = rosterOf([
  seatOf('anna', 1, { repository: 'octocat/anna-lab' }),
  // The roster does not state the repository, but the pipeline does.
  seatOf('ben', 2),
  seatOf('carl', 3, { repository: 'octocat/carl-lab' }),
  seatOf('dora', 4, { repository: 'octocat/dora-lab' }),
]);

/** Polls through a proxy that observes and changes the calls. */
async function withProxy<T>(
  outcomeOf: (seen: ProxiedCall) => CallOutcome,
  work: (proxy: Awaited<ReturnType<typeof proxyTo>>) => Promise<T>,
): Promise<T> {
  const proxy = await proxyTo(shared.practice.endpoint, outcomeOf);
  try {
    return await work(proxy);
  } finally {
    await proxy.close();
  }
}

const verdicts = ({ seatPolls }: Pick<Poll, 'seatPolls'>) =>
  Object.fromEntries(
    seatPolls.map((poll) => [
      poll.seat,
      poll.kind === 'seen' ? poll.run.steps.map(({ verdict }) => verdict[0]).join('') : poll.error.code,
    ]),
  );

const nameOf = ({ method, url, headers, body }: ProxiedCall) =>
  [method, url.replace(/X-Amz-[^&]*/g, ''), headers['x-amz-target'] ?? '', body.toString()].join(' ');

const callsIn = ({ calls }: Poll, ...services: string[]) =>
  calls
    .flatMap((one) => one.calls)
    .filter(({ service }) => services.includes(service))
    .reduce((sum, { count }) => sum + count, 0);

const aws = ['sts', 's3', 'iam', 'codepipeline', 'codeconnections'];

const denied = { status: 403, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }) };

describe('a poll of the class', () => {
  it('reports every seat, and repeats no call in an account', async () => {
    await withProxy(
      () => 'pass',
      async (proxy) => {
        const accounts = accessTo({ ...shared.practice, endpoint: proxy.endpoint });
        const reported: SeatPoll[] = [];
        const seen = await pollClass(roster, accounts.clientsOf, {
          gitUrl,
          onSeat: (poll) => reported.push(poll),
        });
        accounts.close();
        expect(verdicts(seen)).toEqual({
          anna: 'pppppppp',
          ben: 'pppppwfw',
          carl: 'pppfffff',
          dora: 'pfffffff',
        });
        expect(reported.map(({ seat }) => seat).sort()).toEqual(['anna', 'ben', 'carl', 'dora']);
        // The resources of neighbors are not reported as mistakes.
        const carl = seen.seatPolls.find(({ seat }) => seat === 'carl');
        const findings = carl?.kind === 'seen' ? carl.run.steps.flatMap((step) => step.findings) : [];
        expect(findings.filter(({ check }) => check.endsWith('.exists'))).toMatchObject([
          { verdict: 'pass' },
          { cause: 'connection-missing', found: 'no connection of this name' },
          { cause: 'pipeline-missing', found: 'no pipeline of this name' },
        ]);
        const dora = seen.seatPolls.find(({ seat }) => seat === 'dora');
        expect(JSON.stringify(dora)).not.toMatch(/anna|ben-|carl/);
        const made = proxy.calls.map(nameOf);
        expect(made.filter((one, at) => made.indexOf(one) !== at)).toEqual([]);
        for (const list of ['ListConnections', 'ListPipelines', 'x-id=ListBuckets', 'GetCallerIdentity'])
          expect(made.filter((one) => new RegExp(`${list}(?![A-Z])`).test(one))).toHaveLength(1);
        expect(callsIn(seen, ...aws)).toBe(made.length);
        // A resource that a list shows is not read again. Only dora's bucket is on no list.
        expect(made.filter((one) => one.startsWith('HEAD'))).toEqual([expect.stringMatching(/dora/)]);
        expect(made.filter((one) => /GetConnection(?![A-Z])/.test(one))).toEqual([]);
      },
    );
  });

  it('reads each resource if a list is denied, with the same result', async () => {
    await withProxy(
      ({ method, url, headers }) =>
        (method === 'GET' && /x-id=ListBuckets/.test(url)) ||
        /ListConnections/.test(String(headers['x-amz-target']))
          ? denied
          : 'pass',
      async (proxy) => {
        const accounts = accessTo({ ...shared.practice, endpoint: proxy.endpoint });
        const seen = await pollClass(roster, accounts.clientsOf, { gitUrl });
        accounts.close();
        const made = proxy.calls.map(nameOf);
        expect(made.filter((one) => one.startsWith('HEAD'))).toHaveLength(4);
        const [anna] = seen.seatPolls;
        const steps = anna?.kind === 'seen' ? anna.run.steps : [];
        // Steps 4 and 5 need the list of connections. Step 3's bucket is known without any list.
        expect(steps.map(({ verdict }) => verdict[0]).join('')).toBe('pppuuppp');
      },
    );
  });

  it('repeats only calls whose answers may have changed, reports the age of the rest, and sees the changes', async () => {
    const memory = newMemory();
    const clock = { now: Date.now() };
    const accounts = accessTo(shared.practice);
    const poll = async () => {
      const seen = await pollClass(roster, accounts.clientsOf, { gitUrl, memory, now: () => clock.now });
      return { seen, anna: seen.seatPolls[0], cost: callsIn(seen, ...aws) };
    };
    const first = await poll();
    expect(first.anna).not.toHaveProperty('oldest');
    clock.now += 60_000;
    const second = await poll();
    expect(verdicts(second.seen)).toEqual(verdicts(first.seen));
    expect(second.anna).toMatchObject({ at: clock.now, oldest: clock.now - 60_000 });
    expect(second.cost).toBeLessThan(first.cost / 3);

    // A change that no list shows, of a seat that is done, is seen within five minutes and not sooner.
    const { s3 } = seats.anna.clients;
    const set = (Status: 'Enabled' | 'Suspended') =>
      s3.send(
        new PutBucketVersioningCommand({
          Bucket: seats.anna.names.deployBucket,
          VersioningConfiguration: { Status },
        }),
      );
    await set('Suspended');
    clock.now += 60_000;
    expect(verdicts((await poll()).seen).anna).toBe('pppppppp');
    clock.now += 5 * 60_000;
    const later = await poll();
    expect(verdicts(later.seen).anna).toBe('ppfppppp');
    expect(later.anna).not.toHaveProperty('oldest');
    // The current step of a seat is checked in every poll.
    await set('Enabled');
    clock.now += 1_000;
    expect(verdicts((await poll()).seen).anna).toBe('pppppppp');

    // The lists and the pipeline's state show a new bucket or an approval at once.
    await seats.ben.approve(await seats.ben.git('rev-parse', 'HEAD'));
    await createBucket(seats.carl, seats.carl.names.artifactBucket);
    clock.now += 1_000;
    expect(verdicts((await poll()).seen)).toMatchObject({ ben: 'pppppppf', carl: 'pppfffff' });
    accounts.close();
  });

  it('is neither stopped nor delayed by an error of one seat', async () => {
    const annas = seats.anna.names.deployBucket;
    const hung: ProxiedCall[] = [];
    await withProxy(
      (seen) => {
        if (!seen.url.includes(annas)) return 'pass';
        hung.push(seen);
        return 'hang';
      },
      async (proxy) => {
        const many = rosterOf([
          ...roster.seats,
          seatOf('expired', 5, { access: { kind: 'profile', profile: 'expired' } }),
          seatOf('denied', 6, { access: { kind: 'profile', profile: 'denied' } }),
          seatOf('broken', 7, { access: { kind: 'profile', profile: 'not-there' } }),
        ]);
        const nobody = await shared.user(
          'nobody',
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'codepipeline:ListPipelines', Resource: '*' }],
          }),
        );
        nobody.clients.destroy();
        const keys = (exports: Record<string, string>) => ({ endpoint: proxy.endpoint, exports });
        const accounts = accessTo(
          keys(shared.practice.exports),
          {
            expired: keys({ AWS_ACCESS_KEY_ID: 'AKIAPRACTICEGONE', AWS_SECRET_ACCESS_KEY: 'gone' }),
            denied: keys(nobody.keys),
          },
          1_000,
        );
        const order: string[] = [];
        const seen = await pollClass(many, accounts.clientsOf, {
          gitUrl,
          timeoutMs: 15_000,
          onSeat: ({ seat }) => order.push(seat),
        });
        accounts.close();
        expect(hung.length).toBeGreaterThan(0);
        expect(order).toHaveLength(7);
        // The seat that does not answer is reported last, and as unknown, never as gone.
        expect(order.at(-1)).toBe('anna');
        const found = verdicts(seen);
        expect(found.anna).toMatch(/^ppup/);
        expect(found.anna).not.toContain('f');
        expect(found).toMatchObject({ ben: 'pppppppf', carl: 'pppfffff', dora: 'pfffffff' });
        expect(found.expired).toBe('InvalidClientTokenId');
        expect(found.denied).toMatch(/^p..uu/);
        const broken = seen.seatPolls.find(({ seat }) => seat === 'broken');
        expect(broken).toMatchObject({
          kind: 'failed',
          error: { message: expect.stringContaining('not-there') },
        });
      },
    );
  });

  it("stops after the identity call if the account is not the class's", async () => {
    await withProxy(
      () => 'pass',
      async (proxy) => {
        const accounts = accessTo({ ...shared.practice, endpoint: proxy.endpoint });
        const seen = await pollClass({ ...roster, account: '123456789012' }, accounts.clientsOf, { gitUrl });
        accounts.close();
        expect(new Set(Object.values(verdicts(seen)))).toEqual(new Set(['OtherAccount']));
        expect(proxy.calls).toHaveLength(1);
      },
    );
  });

  it('has the right result if the account accepts only a few calls a second', async () => {
    const admin = adminClient(shared.practice.exports);
    await admin.setFaultInjection({ limit: { s3: 12, iam: 12, codepipeline: 12, codeconnections: 12 } });
    const accounts = accessTo(shared.practice);
    const seen = await pollClass(roster, accounts.clientsOf, { gitUrl });
    accounts.close();
    const { counts } = await admin.faultInjection();
    await admin.stopFaultInjection();
    expect(verdicts(seen)).toMatchObject({ anna: 'pppppppp', ben: 'pppppppf', dora: 'pfffffff' });
    const { throttled = 0, calls = 0 } = counts ?? {};
    expect(throttled).toBeGreaterThan(0);
    // The limiter adapts to rejections: far fewer are rejected than accepted.
    expect(throttled).toBeLessThan(calls / 2);
  });

  it('uses the access of each seat: a role that cannot be assumed is reported for that seat', async () => {
    const accounts = accessTo(shared.practice);
    const seen = await pollClass(
      rosterOf([
        seatOf('anna', 1, { repository: 'octocat/anna-lab' }),
        seatOf('eve', 2, { access: { kind: 'role', roleArn: 'arn:aws:iam::1:role/x' } }),
      ]),
      async (access, region) => {
        if (access.kind === 'role')
          throw Object.assign(
            new Error('User: x is not authorized to perform: sts:AssumeRole on resource: y'),
            {
              name: 'AccessDenied',
            },
          );
        return accounts.clientsOf(access, region);
      },
      { gitUrl },
    );
    expect(verdicts(seen)).toEqual({ anna: 'pppppppp', eve: 'AccessDenied' });
    expect(seen.seatPolls[1]).toMatchObject({ error: { cause: 'denied', actions: ['sts:AssumeRole'] } });
    accounts.close();
  });
});
