import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { newMemory, type Round, round, type SeatLook } from '../../classroom/round.ts';
import { buildLab, type LabAccount, makeBucket } from '../../scenarios/finished-lab.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { type Fate, proxyTo, type Seen } from '../../scripts/support/proxy.ts';
import { rosterOf, seatOf, waysTo } from '../kit/class-room.ts';
import { type SharedAccount, sharedAccount } from '../kit/shared-account.ts';

let shared: SharedAccount;
let seats: Record<'anna' | 'ben' | 'carl', LabAccount>;
let gitUrl: string;

beforeAll(async () => {
  shared = await sharedAccount();
  gitUrl = shared.practice.exports.LAB_GIT_URL ?? '';
  const [anna, ben, carl] = [await shared.seat('anna'), await shared.seat('ben'), await shared.seat('carl')];
  seats = { anna, ben, carl };
  // Somebody else's, who has nothing to do with the class.
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
  // Nobody has told whose repository it is: the pipeline does.
  seatOf('ben', 2),
  seatOf('carl', 3, { repository: 'octocat/carl-lab' }),
  seatOf('dora', 4, { repository: 'octocat/dora-lab' }),
]);

/** Through a proxy that sees, and spoils, what a round asks. */
async function through<T>(
  fateOf: (seen: Seen) => Fate,
  work: (proxy: Awaited<ReturnType<typeof proxyTo>>) => Promise<T>,
): Promise<T> {
  const proxy = await proxyTo(shared.practice.endpoint, fateOf);
  try {
    return await work(proxy);
  } finally {
    await proxy.close();
  }
}

const verdicts = ({ looks }: Pick<Round, 'looks'>) =>
  Object.fromEntries(
    looks.map((look) => [
      look.seat,
      look.kind === 'seen' ? look.run.steps.map(({ verdict }) => verdict[0]).join('') : look.trouble.code,
    ]),
  );

const nameOf = ({ method, url, headers, body }: Seen) =>
  [method, url.replace(/X-Amz-[^&]*/g, ''), headers['x-amz-target'] ?? '', body.toString()].join(' ');

const callsIn = ({ calls }: Round, ...services: string[]) =>
  calls
    .flatMap((one) => one.calls)
    .filter(({ service }) => services.includes(service))
    .reduce((sum, { count }) => sum + count, 0);

const aws = ['sts', 's3', 'iam', 'codepipeline', 'codeconnections'];

const denied = { status: 403, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }) };

describe('a round', () => {
  it('tells every seat, and asks an account nothing twice', async () => {
    await through(
      () => 'pass',
      async (proxy) => {
        const ways = waysTo({ ...shared.practice, endpoint: proxy.endpoint });
        const told: SeatLook[] = [];
        const seen = await round(roster, ways.clientsOf, { gitUrl, onSeat: (look) => told.push(look) });
        ways.close();
        expect(verdicts(seen)).toEqual({
          anna: 'pppppppp',
          ben: 'pppppwfw',
          carl: 'pppfffff',
          dora: 'pfffffff',
        });
        expect(told.map(({ seat }) => seat).sort()).toEqual(['anna', 'ben', 'carl', 'dora']);
        // The neighbours' things are nobody's mistake.
        const carl = seen.looks.find(({ seat }) => seat === 'carl');
        const findings = carl?.kind === 'seen' ? carl.run.steps.flatMap((step) => step.findings) : [];
        expect(findings.filter(({ check }) => check.endsWith('.exists'))).toMatchObject([
          { verdict: 'pass' },
          { cause: 'connection-missing', found: 'no connection of this name' },
          { cause: 'pipeline-missing', found: 'no pipeline of this name' },
        ]);
        const dora = seen.looks.find(({ seat }) => seat === 'dora');
        expect(JSON.stringify(dora)).not.toMatch(/anna|ben-|carl/);
        const made = proxy.seen.map(nameOf);
        expect(made.filter((one, at) => made.indexOf(one) !== at)).toEqual([]);
        for (const list of ['ListConnections', 'ListPipelines', 'x-id=ListBuckets', 'GetCallerIdentity'])
          expect(made.filter((one) => new RegExp(`${list}(?![A-Z])`).test(one))).toHaveLength(1);
        expect(callsIn(seen, ...aws)).toBe(made.length);
        // What a list has told of a seat's thing is not asked of that thing: dora's bucket alone is on no list.
        expect(made.filter((one) => one.startsWith('HEAD'))).toEqual([expect.stringMatching(/dora/)]);
        expect(made.filter((one) => /GetConnection(?![A-Z])/.test(one))).toEqual([]);
      },
    );
  });

  it('asks after each thing where a list is not to be had, and tells the same', async () => {
    await through(
      ({ method, url, headers }) =>
        (method === 'GET' && /x-id=ListBuckets/.test(url)) ||
        /ListConnections/.test(String(headers['x-amz-target']))
          ? denied
          : 'pass',
      async (proxy) => {
        const ways = waysTo({ ...shared.practice, endpoint: proxy.endpoint });
        const seen = await round(roster, ways.clientsOf, { gitUrl });
        ways.close();
        const made = proxy.seen.map(nameOf);
        expect(made.filter((one) => one.startsWith('HEAD'))).toHaveLength(4);
        const [anna] = seen.looks;
        const steps = anna?.kind === 'seen' ? anna.run.steps : [];
        // Steps 4 and 5 need the list of connections; step 3's bucket is known without any list.
        expect(steps.map(({ verdict }) => verdict[0]).join('')).toBe('pppuuppp');
      },
    );
  });

  it('after a round asks again only what may have changed, says how old the rest is, and sees what has', async () => {
    const memory = newMemory();
    const clock = { now: Date.now() };
    const ways = waysTo(shared.practice);
    const look = async () => {
      const seen = await round(roster, ways.clientsOf, { gitUrl, memory, now: () => clock.now });
      return { seen, anna: seen.looks[0], cost: callsIn(seen, ...aws) };
    };
    const first = await look();
    expect(first.anna).not.toHaveProperty('oldest');
    clock.now += 60_000;
    const second = await look();
    expect(verdicts(second.seen)).toEqual(verdicts(first.seen));
    expect(second.anna).toMatchObject({ at: clock.now, oldest: clock.now - 60_000 });
    expect(second.cost).toBeLessThan(first.cost / 3);

    // What no list shows of a seat that is done is seen within five minutes, and not sooner.
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
    expect(verdicts((await look()).seen).anna).toBe('pppppppp');
    clock.now += 5 * 60_000;
    const later = await look();
    expect(verdicts(later.seen).anna).toBe('ppfppppp');
    expect(later.anna).not.toHaveProperty('oldest');
    // The step that a seat is at is asked in every round.
    await set('Enabled');
    clock.now += 1_000;
    expect(verdicts((await look()).seen).anna).toBe('pppppppp');

    // A bucket, an approval: the lists and the pipeline's state show them at once.
    await seats.ben.approve(await seats.ben.git('rev-parse', 'HEAD'));
    await makeBucket(seats.carl, seats.carl.names.artifactBucket);
    clock.now += 1_000;
    expect(verdicts((await look()).seen)).toMatchObject({ ben: 'pppppppf', carl: 'pppfffff' });
    ways.close();
  });

  it('is not stopped nor held up by what stops one seat', async () => {
    const annas = seats.anna.names.deployBucket;
    const hung: Seen[] = [];
    await through(
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
        const ways = waysTo(
          keys(shared.practice.exports),
          {
            expired: keys({ AWS_ACCESS_KEY_ID: 'AKIAPRACTICEGONE', AWS_SECRET_ACCESS_KEY: 'gone' }),
            denied: keys(nobody.keys),
          },
          1_000,
        );
        const order: string[] = [];
        const seen = await round(many, ways.clientsOf, {
          gitUrl,
          timeoutMs: 15_000,
          onSeat: ({ seat }) => order.push(seat),
        });
        ways.close();
        expect(hung.length).toBeGreaterThan(0);
        expect(order).toHaveLength(7);
        // The one that hangs is the last to be told, and is told as unknown, never as gone.
        expect(order.at(-1)).toBe('anna');
        const told = verdicts(seen);
        expect(told.anna).toMatch(/^ppup/);
        expect(told.anna).not.toContain('f');
        expect(told).toMatchObject({ ben: 'pppppppf', carl: 'pppfffff', dora: 'pfffffff' });
        expect(told.expired).toBe('InvalidClientTokenId');
        expect(told.denied).toMatch(/^p..uu/);
        const broken = seen.looks.find(({ seat }) => seat === 'broken');
        expect(broken).toMatchObject({
          kind: 'trouble',
          trouble: { message: expect.stringContaining('not-there') },
        });
      },
    );
  });

  it('stops before any call but identity in another account than the class’s', async () => {
    await through(
      () => 'pass',
      async (proxy) => {
        const ways = waysTo({ ...shared.practice, endpoint: proxy.endpoint });
        const seen = await round({ ...roster, account: '123456789012' }, ways.clientsOf, { gitUrl });
        ways.close();
        expect(new Set(Object.values(verdicts(seen)))).toEqual(new Set(['OtherAccount']));
        expect(proxy.seen).toHaveLength(1);
      },
    );
  });

  it('ends right where the account takes only so many calls a second', async () => {
    const turn = (method: string, body?: object) =>
      fetch(`${shared.practice.endpoint}/_admin/weather`, {
        method,
        headers: { 'x-lab-token': shared.practice.exports.LAB_PRACTICE_TOKEN ?? '' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then((answer) => answer.json() as Promise<{ counts: { calls: number; throttled: number } }>);
    await turn('PUT', { limit: { s3: 12, iam: 12, codepipeline: 12, codeconnections: 12 } });
    const ways = waysTo(shared.practice);
    const seen = await round(roster, ways.clientsOf, { gitUrl });
    ways.close();
    const { counts } = await turn('GET');
    await turn('DELETE');
    expect(verdicts(seen)).toMatchObject({ anna: 'pppppppp', ben: 'pppppppf', dora: 'pfffffff' });
    expect(counts.throttled).toBeGreaterThan(0);
    // Refusals teach: far fewer are made than calls.
    expect(counts.throttled).toBeLessThan(counts.calls / 2);
  });

  it('takes what each seat may see: a role that cannot be assumed is that seat’s line', async () => {
    const ways = waysTo(shared.practice);
    const seen = await round(
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
        return ways.clientsOf(access, region);
      },
      { gitUrl },
    );
    expect(verdicts(seen)).toEqual({ anna: 'pppppppp', eve: 'AccessDenied' });
    expect(seen.looks[1]).toMatchObject({ trouble: { cause: 'denied', actions: ['sts:AssumeRole'] } });
    ways.close();
  });
});
