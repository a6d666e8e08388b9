import {
  DeletePipelineCommand,
  GetPipelineCommand,
  type PipelineDeclaration,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { DeleteRoleCommand, DeleteRolePolicyCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { teardownPolicy } from '../../classroom/policy/instructor.ts';
import { seatPolicy } from '../../classroom/policy/seat-policy.ts';
import type { ClassTeardownResult } from '../../classroom/teardown/index.ts';
import type { Practice } from '../../practice/start.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { allRecords, contentFor, createSeatResources } from '../kit/class-lab.ts';
import {
  classTeardown,
  differing,
  listening,
  onTestEnd,
  practiceAccount,
  reasons,
  sharedSeats,
  states,
  usedRegions,
} from '../kit/class-teardown.ts';
import { rosterOf, seatOf } from '../kit/roster.ts';
import { sharedAccount } from '../kit/shared-account.ts';

const here = 'us-east-1';
const away = 'eu-west-1';

const namesIn = (region: string, seat: string, { accountId }: Practice) =>
  namesOf({ region, branch: 'main', seat }, accountId);

function clientsIn(practice: Practice, region = practice.region) {
  const clients = clientsOf(practice, region);
  onTestEnd(() => clients.destroy());
  return clients;
}

/** Deletes a seat's buckets with all that they contain, and nothing else. */
async function removeBuckets(
  { s3 }: Clients,
  { deployBucket, artifactBucket }: ReturnType<typeof namesIn>,
): Promise<void> {
  for (const Bucket of [deployBucket, artifactBucket]) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  }
}

/** A seat whose pipelines of two regions work under the role of the first. */
async function twoRegionsWithOneRole(practice: Practice, seat: string): Promise<void> {
  await createSeatResources(practice, seat);
  await createSeatResources(practice, seat, 'pipeline', away);
  const { iam, pipelines } = clientsIn(practice, away);
  const { role: shared } = namesIn(here, seat, practice);
  const { role, policy, pipeline: name } = namesIn(away, seat, practice);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: shared }));
  const { pipeline } = await pipelines.send(new GetPipelineCommand({ name }));
  await pipelines.send(
    new UpdatePipelineCommand({ pipeline: { ...(pipeline as PipelineDeclaration), roleArn: Role?.Arn } }),
  );
  await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  await iam.send(new DeleteRoleCommand({ RoleName: role }));
}

const regionsOf = ({ seats }: ClassTeardownResult) =>
  Object.fromEntries(seats.map(({ seat, regions }) => [seat.id, regions.map(({ region }) => region)]));

describe('a seat whose lab was used in two regions that share a role', () => {
  it('goes after one confirmation, the role after both pipelines', async () => {
    const practice = await practiceAccount();
    await createSeatResources(practice, 's10');
    const before = allRecords(practice);
    await twoRegionsWithOneRole(practice, 's1');
    const { run, clientsOf: real } = classTeardown(practice, sharedSeats(['s1']));
    const calls: string[] = [];
    let asked = 0;
    const result = await run({
      clientsOf: async (access, region) =>
        listening(await real(access, region), ({ operation, region: at }) =>
          calls.push(operation === 'DeleteRole' ? operation : `${operation} ${at}`),
        ),
      confirm: async () => {
        asked++;
        return true;
      },
    });
    expect([result.exit, states(result), reasons(result), asked]).toEqual([0, { s1: 'clean' }, {}, 1]);
    expect(regionsOf(result)).toEqual({ s1: [here, away] });
    expect(calls.filter((call) => /^Delete(Pipeline|Role)\b/.test(call))).toEqual([
      `DeletePipeline ${here}`,
      `DeletePipeline ${away}`,
      'DeleteRole',
    ]);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('is resumed in the same order after it was stopped between the pipelines', async () => {
    const practice = await practiceAccount();
    const before = allRecords(practice);
    await twoRegionsWithOneRole(practice, 's1');
    const { run, unattended, clientsOf: real } = classTeardown(practice, sharedSeats(['s1']));
    const calls: string[] = [];
    const heard =
      (hear: () => void): typeof real =>
      async (access, region) =>
        listening(await real(access, region), ({ operation }) => {
          if (!/^Delete(Pipeline|Role)$/.test(operation)) return;
          calls.push(operation);
          hear();
        });
    const stop = new AbortController();
    // A delete that was sent is answered; the next one is not sent.
    const stopped = await run({ signal: stop.signal, clientsOf: heard(() => stop.abort()) });
    expect([stopped.exit, stopped.state]).toEqual([130, 'stopped']);
    expect(calls.splice(0)).toEqual(['DeletePipeline']);
    const rest = await unattended({ resume: true, clientsOf: heard(() => undefined) });
    expect([rest.exit, states(rest), reasons(rest)]).toEqual([0, { s1: 'clean' }, {}]);
    expect(calls).toEqual(['DeletePipeline', 'DeleteRole']);
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it('stays in both regions if one of them has changed since the plan', async () => {
    const practice = await practiceAccount();
    await twoRegionsWithOneRole(practice, 's1');
    const { unattended } = classTeardown(practice, sharedSeats(['s1']));
    const { digest = '' } = await unattended();
    const { s3 } = clientsIn(practice, away);
    const { deployBucket } = namesIn(away, 's1', practice);
    await s3.send(
      new PutObjectCommand({ Bucket: deployBucket, Key: 'index.html', Body: contentFor(deployBucket) }),
    );
    const full = allRecords(practice);
    const result = await unattended({ confirm: digest });
    expect([result.exit, states(result)]).toEqual([1, { s1: 'changed' }]);
    expect(reasons(result).s1).toContain(`deploy bucket ${deployBucket} held 4 entries, and holds 5 now`);
    expect(differing(full, allRecords(practice))).toEqual([]);
  });
});

describe('the search of an account', () => {
  it("finds with the instructor's rights what a seat left in another region, without its buckets", async () => {
    const shared = await sharedAccount();
    onTestEnd(() => shared.close());
    const { practice } = shared;
    const { keys } = await shared.user(
      'instructor',
      JSON.stringify(teardownPolicy(practice.accountId, here)),
    );
    await createSeatResources(practice, 's10', 'pipeline', away);
    const before = allRecords(practice);
    const there = clientsIn(practice, away);
    const { connections, pipelines } = there;
    const tagsOf = (seat: string) =>
      Object.entries(namesIn(away, seat, practice).tags).map(([Key, Value]) => ({ Key, Value }));
    const ConnectionName = namesIn(away, 'only-conn', practice).connection;
    await connections.send(
      new CreateConnectionCommand({ ConnectionName, ProviderType: 'GitHub', Tags: tagsOf('only-conn') }),
    );
    await createSeatResources(practice, 'role', 'role', away);
    await createSeatResources(practice, 'all', 'pipeline', away);
    for (const seat of ['role', 'all']) await removeBuckets(there, namesIn(away, seat, practice));
    await createSeatResources(practice, 'no-pipe', 'pipeline', away);
    await pipelines.send(new DeletePipelineCommand({ name: namesIn(away, 'no-pipe', practice).pipeline }));
    const instructor = { ...practice, exports: { ...practice.exports, ...keys } };
    const ids = ['only-conn', 'role', 'all', 'no-pipe', 'none'];
    const result = await classTeardown(instructor, sharedSeats(ids)).run();
    expect([result.exit, reasons(result)]).toEqual([0, {}]);
    expect(states(result)).toEqual({
      ...Object.fromEntries(ids.map((id) => [id, 'clean'])),
      none: 'not-begun',
    });
    expect(regionsOf(result)).toEqual({
      ...Object.fromEntries(ids.map((id) => [id, [here, away]])),
      none: [here],
    });
    expect(differing(before, allRecords(practice))).toEqual([]);
  });

  it("lists a seat's connection under another name in the seat's own region, whatever the others' regions are", async () => {
    const practice = await practiceAccount();
    const { connections } = clientsIn(practice);
    const Tags = Object.entries(namesIn(here, 'b', practice).tags).map(([Key, Value]) => ({ Key, Value }));
    await connections.send(
      new CreateConnectionCommand({ ConnectionName: 'mine', ProviderType: 'GitHub', Tags }),
    );
    const roster = rosterOf([seatOf('a', 1, { region: away }), seatOf('b', 2, { region: here })]);
    const result = await classTeardown(practice, roster).run();
    expect([result.exit, states(result)]).toEqual([3, { a: 'not-begun', b: 'left' }]);
    expect(result.seats[1]?.left).toEqual([
      expect.objectContaining({ kind: 'connection', name: 'mine', region: here }),
    ]);
  });

  it('with the rights of a seat tells the other regions as not searched, and is clean all the same', async () => {
    const shared = await sharedAccount();
    onTestEnd(() => shared.close());
    const { practice } = shared;
    await createSeatResources(practice, 'ben');
    const before = allRecords(practice);
    const policy = seatPolicy({ seat: 'anna', region: here, account: practice.accountId });
    await createSeatResources(practice, 'anna', 'connection');
    const { keys } = await shared.user('anna', JSON.stringify(policy));
    const seat = { ...practice, exports: { ...practice.exports, ...keys } };
    const result = await classTeardown(seat, sharedSeats(['anna'])).run();
    expect([result.exit, states(result), reasons(result)]).toEqual([0, { anna: 'clean' }, {}]);
    const limits = result.seats[0]?.regions[0]?.result.plan?.limits ?? [];
    expect(limits.filter(({ region }) => region !== undefined)).toEqual(
      usedRegions
        .filter((region) => region !== here)
        .map((region) => ({
          what: region,
          region,
          why: 'AccessDeniedException: codepipeline:ListPipelines is not allowed there',
        })),
    );
    const left = differing(before, allRecords(practice)).filter((key) => !/^iam\//.test(key));
    expect(left).toEqual([]);
  });

  it('is made once for all seats, and no seat costs more calls in a larger class', async () => {
    const count = async (seats: number) => {
      const practice = await practiceAccount();
      const ids = Array.from({ length: seats }, (_, at) => `seat-${at}`);
      for (const id of ids) await createSeatResources(practice, id, 'role');
      const calls: string[] = [];
      const { run, clientsOf: real } = classTeardown(practice, sharedSeats(ids));
      const result = await run({
        clientsOf: async (access, region) =>
          listening(await real(access, region), ({ operation, region: at, input }) =>
            calls.push(`${operation} ${at} ${JSON.stringify(input)}`),
          ),
      });
      expect([result.exit, states(result)]).toEqual([0, Object.fromEntries(ids.map((id) => [id, 'clean']))]);
      return calls;
    };
    const [few, many] = [await count(2), await count(8)];
    for (const calls of [few, many]) {
      const made = (pattern: RegExp) => calls.filter((call) => pattern.test(call)).length;
      expect({
        roles: made(/^ListRoles /),
        policies: made(/^ListPolicies /),
        buckets: made(/^ListBuckets .*"MaxBuckets":10000\b/),
        pipelinesAway: made(/^ListPipelines eu-west-1 /),
        connectionsAway: made(/^ListConnections eu-west-1 /),
      }).toEqual({ roles: 1, policies: 1, buckets: 2, pipelinesAway: 1, connectionsAway: 1 });
    }
    expect(many.length / 8).toBeLessThanOrEqual(few.length / 2);
  });
});
