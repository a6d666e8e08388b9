import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal, type TeardownOptions, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { writes } from './crash.ts';
import { labsInStyles, type Style, sharedBucket, styles } from './styles.ts';
import {
  dyingAt,
  everything,
  labTag,
  makeConnection,
  makeRole,
  openTeardownSession,
  tapped,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const isConsole = (style: Style) => style === 'console' || style === 'wizard';
/** What a complete teardown leaves: the console's shared bucket. */
const rest = (style: Style) => (isConsole(style) ? [`s3/buckets ${sharedBucket}`] : []);
const keys = (lab: LabAccount) => [...everything(lab).keys()];

const events = ({ journal }: TeardownOptions) =>
  existsSync(journal)
    ? openJournal(journal)
        .read()
        .map(({ event }) => event)
    : [];

/** The calls of a complete teardown of a lab. */
async function callsOf(lab: LabAccount): Promise<string[]> {
  const { options, close } = openTeardownSession(lab.practice);
  const dying = dyingAt(options.clients, Number.POSITIVE_INFINITY, 'before');
  await teardown({ ...options, clients: dying.clients });
  close();
  return dying.calls;
}

/** Runs a confirmed teardown that ends at this call: before it is sent, or when the account has answered it. */
async function killedAt(
  lab: LabAccount,
  isLast: (operation: string, count: number) => boolean,
  when: 'before' | 'after' = 'after',
) {
  const session = openTeardownSession(lab.practice);
  const { confirm, ...options } = session.options;
  const never = new Promise<never>(() => {});
  let count = 0;
  await new Promise<void>((died) => {
    let dead = false;
    const clients = tapped(session.clients, async (operation, send) => {
      if (dead) return never;
      const last = isLast(operation, ++count);
      if (last && when === 'before') dead = true;
      // An answer can be an error, too: not there.
      const answer = await (dead
        ? undefined
        : send().then(
            (value) => () => value,
            (error) => () => {
              throw error;
            },
          ));
      if (last) {
        dead = true;
        died();
      }
      return dead ? never : answer?.();
    });
    void teardown({ ...session.options, clients });
  });
  return { options, confirm, close: session.close };
}

const isDelete = (operation: string) => operation === 'DeletePipeline';

describe.each(styles)('a teardown that was killed after it deleted the pipeline (%s)', (style) => {
  it('deletes the rest when it is resumed, and the second time has nothing to do', async () => {
    const lab = await built.open(style);
    const { options, close } = await killedAt(lab, isDelete);
    expect(keys(lab).length).toBeGreaterThan(5);
    const first = await teardown({ ...options, resume: true });
    expect([first.exit, first.verification?.verified, keys(lab)]).toEqual([0, true, rest(style)]);
    expect(events(options).filter((event) => event === 'proved')).toHaveLength(1);
    const second = await teardown({ ...options, resume: true });
    expect([second.state, second.exit, keys(lab)]).toEqual(['nothing', 0, rest(style)]);
    close();
  });

  it('never reports as proven what still has something of the lab', async () => {
    const lab = await built.open(style);
    const { options, close } = await killedAt(lab, isDelete);
    await lab.clients.s3.send(
      new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'thesis.pdf', Body: 'dear' }),
    );
    for (let run = 0; run < 2; run++) {
      const result = await teardown({ ...options, resume: true });
      expect([result.exit, result.verification?.verified]).toEqual([3, false]);
      expect(keys(lab).filter((key) => key.includes(lab.names.deployBucket)).length).toBeGreaterThan(1);
      expect(events(options)).not.toContain('proved');
    }
    close();
  });

  it('goes on with a plain run and a new confirmation, too', async () => {
    const lab = await built.open(style);
    const { options, confirm, close } = await killedAt(lab, isDelete);
    const unconfirmed = await teardown(options);
    expect([unconfirmed.state, unconfirmed.exit]).toEqual(['unconfirmed', 2]);
    const result = await teardown({ ...options, ...(confirm && { confirm }) });
    expect([result.exit, keys(lab)]).toEqual([0, rest(style)]);
    close();
  });
});

describe('a teardown of a console lab that was killed at any call that changes something', () => {
  it('is resumed to the same result', async () => {
    const calls = await callsOf(await built.open('console'));
    const changing = calls.filter((operation) => writes.test(operation));
    expect(changing.length).toBeGreaterThanOrEqual(8);
    for (let n = 0; n <= changing.length; n++) {
      const lab = await built.open('console');
      let count = 0;
      // Before the first, and after each: a call that was not sent is as one that was not made.
      const { options, close } = await killedAt(
        lab,
        (operation) => writes.test(operation) && ++count === Math.max(1, n),
        n === 0 ? 'before' : 'after',
      );
      const where = n === 0 ? `before ${changing[0]}` : `after ${changing[n - 1]}, change ${n}`;
      const result = await teardown({ ...options, resume: true });
      expect([where, result.exit, keys(lab)]).toEqual([where, 0, rest('console')]);
      expect([where, events(options).at(-1)]).toEqual([where, 'proved']);
      close();
    }
  }, 120_000);
});

describe('a teardown that was killed before the user confirmed', () => {
  it('has changed nothing, and resuming it needs the confirmation', async () => {
    const lab = await built.open('wizard');
    const before = everything(lab);
    const { options, close } = await killedAt(lab, (_operation, count) => count === 20);
    const result = await teardown({ ...options, resume: true });
    expect([result.state, result.exit, everything(lab)]).toEqual(['unconfirmed', 2, before]);
    close();
  });
});

describe('the policy that keeps others from writing while a bucket is emptied', () => {
  /** A lab whose teardown was killed after it wrote the policy, with an object that came nevertheless. */
  async function killedWithPolicy(change: (document: string) => string) {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    const { s3 } = lab.clients;
    const killed = await killedAt(lab, (operation) => operation === 'PutBucketPolicy');
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).toMatchObject([{ Effect: 'Deny', Action: 's3:PutObject' }]);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'thesis.pdf', Body: 'dear' }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: change(Policy) }));
    const result = await teardown({ ...killed.options, resume: true });
    expect([result.exit, result.plan?.kept.map(({ resource }) => resource.id)]).toEqual([3, [Bucket]]);
    killed.close();
    return { s3, Bucket };
  }

  it('is taken back when the bucket stays after all, by the run after the one that was killed', async () => {
    const { s3, Bucket } = await killedWithPolicy((document) =>
      JSON.stringify(JSON.parse(document), null, 2),
    );
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toThrow('policy does not exist');
  });

  it('stays once the user has changed it', async () => {
    const { s3, Bucket } = await killedWithPolicy((document) => document.replace('s3:PutObject', 's3:Put*'));
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(Policy).toContain('s3:Put*');
  });
});

/** Rewrites a journal as if all of it had happened this much earlier. */
function age({ journal }: Pick<TeardownOptions, 'journal'>, hours: number) {
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  const aged = lines.map((line) => {
    const entry = JSON.parse(line);
    // The first line is the file's format.
    if (entry.at === undefined) return line;
    return JSON.stringify({ ...entry, at: new Date(Date.parse(entry.at) - hours * 3_600_000).toISOString() });
  });
  writeFileSync(journal, `${aged.join('\n')}\n`);
}

describe('a confirmation of yesterday', () => {
  it.each(styles)('is not resumed: it needs a new one (%s)', async (style) => {
    const lab = await built.open(style);
    const { options, confirm, close } = await killedAt(lab, isDelete);
    age(options, 25);
    const before = everything(lab);
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.state, resumed.exit, everything(lab)]).toEqual(['unconfirmed', 2, before]);
    expect(resumed.differences?.join()).toMatch(/^the confirmation of .* is older than a day$/);
    expect(resumed.differencesOf).toBe('confirmation');
    const confirmed = await teardown({ ...options, resume: true, ...(confirm && { confirm }) });
    // Only the pipeline showed what it had deployed to an untagged bucket, and whose the artifacts are.
    expect(confirmed.exit).toBe(isConsole(style) ? 3 : 0);
    expect(keys(lab).filter((key) => /^(iam|codeconn)/.test(key))).toEqual([]);
    if (isConsole(style))
      expect(confirmed.plan?.kept.map(({ resource, review }) => [resource.kind, review])).toEqual([
        ['deploy-bucket', 'decide'],
        ['artifact-bucket', 'none'],
        ['artifacts', 'decide'],
      ]);
    close();
  });

  it('is resumed while it is younger than a day', async () => {
    const lab = await built.open('console');
    const { options, close } = await killedAt(lab, isDelete);
    age(options, 23);
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.exit, keys(lab)]).toEqual([0, rest('console')]);
    close();
  });

  it("does not make a later resource of the same name the lab's", async () => {
    const lab = await built.open('cli');
    const { options, close } = openTeardownSession(lab.practice);
    expect((await teardown(options)).exit).toBe(0);
    await makeRole(lab, lab.names.role);
    await makeConnection(lab, lab.names.connection);
    await makeRole(lab, 'unlike', [labTag]);
    const before = everything(lab);
    const result = await teardown(options);
    expect(result.plan?.kept.map(({ resource, review }) => [resource.name, review])).toEqual([
      [lab.names.connection, 'decide'],
      [lab.names.role, 'decide'],
      ['unlike', 'decide'],
    ]);
    expect([result.exit, everything(lab)]).toEqual([3, before]);
    close();
  });
});
