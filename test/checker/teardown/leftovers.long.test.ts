import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adopt, notMine, openJournal, plansText, teardown } from '../../../checker/teardown/index.ts';
import { arnOf } from '../../../checker/teardown/report/phrases.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { artifactsOf, consolePolicyArn, consoleRoleArn, labsInStyles, sharedBucket } from './styles.ts';
import { everything, labConnection, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

/** A lab whose pipeline the learner deleted. */
async function withoutPipeline(style: 'cli' | 'console' | 'wizard' | 'terraform'): Promise<LabAccount> {
  const lab = await built.open(style);
  await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
  return lab;
}

const namesLeft = (lab: LabAccount) =>
  [...everything(lab).keys()]
    .filter((key) => !key.startsWith('codepipeline/'))
    .map((key) => key.split(' ')[0]);

describe.each(['console', 'wizard'] as const)('an untagged lab without its pipeline (%s)', (style) => {
  it('is listed, and stays until the user decides: exits with 3, in every run', async () => {
    const lab = await withoutPipeline(style);
    const before = everything(lab);
    const session = openTeardownSession(lab.practice);
    for (const dryRun of [true, false, false]) {
      const result = await teardown({ ...session.options, dryRun });
      expect([result.exit, result.plan?.toDelete, everything(lab)]).toEqual([3, [], before]);
      expect(result.plan?.kept.map(({ resource, review }) => [resource.id, review])).toEqual([
        [lab.names.deployBucket, 'decide'],
        [artifactsOf(sharedBucket), 'decide'],
        [await labConnection(lab), 'decide'],
        [consoleRoleArn(lab), 'decide'],
        // It goes with the role, once the user has decided about that.
        [consolePolicyArn(lab), 'none'],
      ]);
      expect(result.verification?.verified ?? false).toBe(false);
      const text = result.plan && plansText([result.plan], undefined, { width: 80 });
      for (const { resource } of result.plan?.kept.filter(({ review }) => review === 'decide') ?? [])
        expect(text).toContain(`--adopt ${arnOf(resource, 'us-east-1')}\n`);
    }
    session.close();
  });

  it('is deleted by the next teardown once it is adopted: exits with 0', async () => {
    const lab = await withoutPipeline(style);
    const { options, close } = openTeardownSession(lab.practice);
    const { plan } = await teardown({ ...options, dryRun: true });
    for (const { resource, review } of plan?.kept ?? [])
      if (review === 'decide')
        expect(await adopt(options, arnOf(resource, 'us-east-1'), async () => true)).toMatchObject({
          state: 'written',
        });
    const result = await teardown(options);
    expect([result.exit, result.verification?.verified]).toEqual([0, true]);
    expect(result.done?.map(({ resource, state }) => [resource.kind, state])).toEqual([
      ['deploy-bucket', 'deleted'],
      ['artifacts', 'deleted'],
      ['connection', 'deleted'],
      ['role', 'deleted'],
      ['policy', 'deleted'],
    ]);
    expect([...everything(lab).keys()]).toEqual([`s3/buckets ${sharedBucket}`]);
    close();
  });

  it("is still there, and the exit code is 0, once the user said that it is not the lab's", async () => {
    const lab = await withoutPipeline(style);
    const before = everything(lab);
    const { options, close } = openTeardownSession(lab.practice);
    const { plan } = await teardown({ ...options, dryRun: true });
    for (const { resource, review } of plan?.kept ?? [])
      if (review === 'decide') await notMine(options, arnOf(resource, 'us-east-1'));
    for (let run = 0; run < 2; run++) {
      const result = await teardown(options);
      expect([result.state, result.exit, everything(lab)]).toEqual(['nothing', 0, before]);
      expect(result.plan?.kept.map(({ review }) => review)).toEqual(Array(5).fill('none'));
    }
    close();
  });
});

describe.each(['cli', 'terraform'] as const)('a tagged lab without its pipeline (%s)', (style) => {
  it('is proven by names and tags, and its artifacts say what was deployed', async () => {
    const lab = await withoutPipeline(style);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect([result.exit, result.plan?.kept, namesLeft(lab)]).toEqual([0, [], []]);
    session.close();
  });
});

describe('one decision at a time', () => {
  it('deletes what is adopted and asks again for the rest', async () => {
    const lab = await withoutPipeline('console');
    const { options, close } = openTeardownSession(lab.practice);
    await adopt(options, consoleRoleArn(lab), async () => true);
    const result = await teardown(options);
    expect(result.done?.map(({ resource, state }) => [resource.id, state])).toEqual([
      [consoleRoleArn(lab), 'deleted'],
      [consolePolicyArn(lab), 'deleted'],
    ]);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    expect(
      openJournal(options.journal)
        .read()
        .some(({ event }) => event === 'proved'),
    ).toBe(false);
    close();
  });

  it('can be taken back both ways', async () => {
    const lab = await withoutPipeline('console');
    const { options, close } = openTeardownSession(lab.practice);
    const arn = consoleRoleArn(lab);
    const roleOf = async () => {
      const { plan } = await teardown({ ...options, dryRun: true });
      const kept = plan?.kept.find(({ resource }) => resource.id === arn);
      return kept?.review ?? (plan?.toDelete.some(({ id }) => id === arn) ? 'goes' : 'not listed');
    };
    expect(await roleOf()).toBe('decide');
    await adopt(options, arn, async () => true);
    expect(await roleOf()).toBe('goes');
    await notMine(options, arn);
    expect(await roleOf()).toBe('none');
    await adopt(options, arn, async () => true);
    expect(await roleOf()).toBe('goes');
    close();
  });

  it('is possible only for what the teardown lists', async () => {
    const lab = await withoutPipeline('console');
    const { options, close } = openTeardownSession(lab.practice);
    const before = everything(lab);
    for (const arn of ['arn:aws:iam::000000000000:role/admin', 'arn:aws:s3:::others', 'codepipeline']) {
      expect(await adopt(options, arn, async () => true)).toMatchObject({ state: 'not listed', exit: 2 });
      expect(await notMine(options, arn)).toMatchObject({ state: 'not listed', exit: 2 });
    }
    // In use by a role about which the user has not decided.
    expect(await adopt(options, consolePolicyArn(lab), async () => true)).toMatchObject({
      state: 'refused',
      exit: 1,
    });
    expect(everything(lab)).toEqual(before);
    close();
  });
});
