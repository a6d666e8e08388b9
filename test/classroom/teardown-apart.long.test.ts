import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { journalFile } from '../../checker/teardown/index.ts';
import { teardownPolicy } from '../../classroom/policy/instructor.ts';
import { classJournalFile } from '../../classroom/teardown/journal.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { type AccountAccess, allRecords, anotherAccount, createSeatResources } from '../kit/class-lab.ts';
import {
  classTeardown,
  differing,
  onTestEnd,
  practiceAccount,
  reasons,
  sharedSeats,
  states,
} from '../kit/class-teardown.ts';
import { rosterOf, seatOf } from '../kit/roster.ts';
import { sharedAccount } from '../kit/shared-account.ts';

const theirs = (id: string, line: number, profile = id) =>
  seatOf(id, line, { access: { kind: 'profile', profile } });

/** The keys of a user who may perform everything except this. */
async function without(where: AccountAccess, name: string, denied: string[]): Promise<AccountAccess> {
  const { iam, destroy } = clientsOf(where);
  await iam.send(new CreateUserCommand({ UserName: name }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
  const PolicyDocument = policyDocument([{ Effect: 'Deny', Action: denied, Resource: '*' }]);
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  destroy();
  const keys = {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
  return { ...where, exports: { ...where.exports, ...keys } };
}

describe('a class in several accounts', () => {
  it('is torn down seat by seat: an error of one is reported for it, and the others are clean', async () => {
    const practice = await practiceAccount();
    const ids = ['111111111111', '222222222222', '333333333333', '444444444444'] as const;
    const [well, mute, held, locked] = (await Promise.all(ids.map((id) => anotherAccount(practice, id)))) as [
      AccountAccess,
      AccountAccess,
      AccountAccess,
      AccountAccess,
    ];
    const blind = await without(mute, 'blind', ['codepipeline:ListPipelines']);
    const cannotDelete = await without(held, 'handless', ['s3:DeleteBucket']);
    const before = allRecords(practice);
    for (const [where, seat] of [
      [practice, 's1'],
      [practice, 's2'],
      [well, 'well'],
      [mute, 'mute'],
      [held, 'held'],
      [locked, 'locked'],
    ] as const)
      await createSeatResources(where, seat);
    const full = allRecords(practice);
    const wrong = { ...locked, exports: { ...locked.exports, AWS_SECRET_ACCESS_KEY: 'not-its-secret' } };
    const roster = rosterOf([
      ...['s1', 's2'].map((id, at) => seatOf(id, at + 1)),
      ...['well', 'mute', 'held', 'locked', 'nowhere'].map((id, at) => theirs(id, at + 3)),
    ]);
    const { run } = classTeardown(practice, roster, { well, mute: blind, held: cannotDelete, locked: wrong });
    const result = await run();
    expect(result.exit).toBe(3);
    expect(states(result)).toEqual({
      s1: 'clean',
      s2: 'clean',
      well: 'clean',
      mute: 'denied',
      held: 'denied',
      locked: 'unknown',
      nowhere: 'unknown',
    });
    const why = reasons(result);
    expect(why.mute).toContain('codepipeline:ListPipelines');
    expect(why.held).toContain('s3:DeleteBucket');
    expect(why.locked).toContain('SignatureDoesNotMatch');
    expect(why.nowhere).toContain('could not be found');
    expect(
      result.seats
        .find(({ seat }) => seat.id === 'held')
        ?.left.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['artifact-bucket', 'deploy-bucket']);
    const now = allRecords(practice);
    const still = differing(before, now);
    expect(still.filter((key) => !/held|mute|locked|222222222222|444444444444/.test(key))).toEqual([]);
    // Nothing changes in an account that could not be read, nor in resources that other pipelines may use while that is
    // unknown.
    const untouched = [...full.keys()].filter(
      (key) => /locked|mute/.test(key) && !/^codepipeline.*mute/.test(key),
    );
    expect(untouched.length).toBeGreaterThan(10);
    expect(untouched.filter((key) => now.get(key) !== full.get(key))).toEqual([]);
    // The permissions are fixed.
    const rest = await classTeardown(practice, roster, { well, mute, held, locked, nowhere: well }).run();
    expect([rest.exit, reasons(rest)]).toEqual([0, {}]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  }, 90_000);

  it('continues a confirmed plan after a denial without a new confirmation, once the calls are allowed', async () => {
    const practice = await practiceAccount();
    const theirAccount = await anotherAccount(practice, '111111111111');
    const cannotDelete = await without(theirAccount, 'handless', ['iam:DeleteRole']);
    const before = allRecords(practice);
    await createSeatResources(practice, 'a');
    await createSeatResources(theirAccount, 'b');
    const profiles: Record<string, AccountAccess> = { b: cannotDelete };
    const {
      run,
      unattended: alone,
      home,
    } = classTeardown(practice, rosterOf([seatOf('a', 1), theirs('b', 2)]), profiles);
    const result = await run();
    expect([result.exit, states(result)]).toEqual([3, { a: 'clean', b: 'denied' }]);
    const journal = () => readFileSync(classJournalFile(home, 'spring', 'practice'), 'utf8');
    expect(journal()).not.toContain('"ended"');
    profiles.b = theirAccount;
    const resumed = await alone({ resume: true });
    expect([resumed.exit, states(resumed)]).toEqual([0, { a: 'clean', b: 'clean' }]);
    expect(journal()).toContain('"ended"');
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('reports that no account could be opened if none could', async () => {
    const practice = await practiceAccount();
    const wrong = { ...practice, exports: { ...practice.exports, AWS_SECRET_ACCESS_KEY: 'not-its-secret' } };
    const result = await classTeardown(wrong, sharedSeats(['a', 'b'])).run();
    expect([result.exit, states(result)]).toEqual([4, { a: 'unknown', b: 'unknown' }]);
  });

  it('needs no more than the policy that is printed for it', async () => {
    const shared = await sharedAccount();
    onTestEnd(() => shared.close());
    const { practice } = shared;
    const document = JSON.stringify(teardownPolicy(practice.accountId, practice.region));
    const { keys } = await shared.user('instructor', document);
    await createSeatResources(practice, 's10');
    const before = allRecords(practice);
    for (const id of ['s1', 's1-x']) await createSeatResources(practice, id);
    await createSeatResources(practice, 's1', 'role', 'eu-west-1');
    const instructor = { ...practice, exports: { ...practice.exports, ...keys } };
    const result = await classTeardown(instructor, sharedSeats(['s1', 's1-x', 'away'])).run();
    expect([reasons(result), result.exit, states(result)]).toEqual([
      {},
      0,
      { s1: 'clean', 's1-x': 'clean', away: 'not-begun' },
    ]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('accepts only the account that the roster names', async () => {
    const practice = await practiceAccount();
    await createSeatResources(practice, 'a');
    const before = allRecords(practice);
    const roster = { ...sharedSeats(['a']), account: '999999999999' };
    const result = await classTeardown(practice, roster).run();
    expect([result.exit, states(result)]).toEqual([3, { a: 'unknown' }]);
    expect(reasons(result).a).toContain('held to account 999999999999');
    expect(differing(before, allRecords(practice))).toEqual([]);
  });
});

describe('a local error of one seat', () => {
  it('is reported for that seat: a journal that cannot be written, a record that cannot be read', async () => {
    const practice = await practiceAccount();
    for (const id of ['a', 'b', 'c']) await createSeatResources(practice, id, 'role');
    const { run, home } = classTeardown(practice, sharedSeats(['a', 'b', 'c']));
    const key = { target: 'practice', accountId: practice.accountId, region: practice.region };
    mkdirSync(journalFile(home, { ...key, seat: 'b' }), { recursive: true });
    const result = await run({
      localRecords({ seat }) {
        if (seat === 'c') throw new Error('the record of c is not JSON');
        return { regions: [] };
      },
    });
    expect([result.exit, states(result)]).toEqual([3, { a: 'clean', b: 'unknown', c: 'unknown' }]);
    expect(reasons(result)).toEqual({
      b: expect.stringContaining('EISDIR'),
      c: expect.stringContaining('the record of c is not JSON'),
    });
  });
});

describe('an interrupted teardown', () => {
  it('between two calls is resumed to the end', async () => {
    const practice = await practiceAccount();
    const before = allRecords(practice);
    const ids = ['a', 'b', 'c'];
    for (const id of ids) await createSeatResources(practice, id);
    const { run, unattended: alone } = classTeardown(practice, sharedSeats(ids));
    const stop = new AbortController();
    const result = await run({
      signal: stop.signal,
      // After everything is confirmed and the first result is known.
      onSeat: () => stop.abort(),
      confirm: async () => {
        queueMicrotask(() => stop.abort());
        return true;
      },
    });
    expect([result.exit, result.state]).toEqual([130, 'stopped']);
    expect(differing(before, allRecords(practice)).length).toBeGreaterThan(0);
    const rest = await alone({ resume: true });
    expect([rest.exit, states(rest)]).toEqual([0, { a: 'clean', b: 'clean', c: 'clean' }]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it("with a torn line in the class's journal is still known", async () => {
    const practice = await practiceAccount();
    await createSeatResources(practice, 'a', 'role');
    const { unattended: alone, home } = classTeardown(practice, sharedSeats(['a']));
    const { digest = '' } = await alone();
    const file = classJournalFile(home, 'spring', 'practice');
    appendFileSync(file, '{"event":"confi');
    const result = await alone({ confirm: digest });
    expect([result.exit, states(result)]).toEqual([0, { a: 'clean' }]);
  });
});
