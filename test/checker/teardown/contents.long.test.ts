import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plansText, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { adoptById } from './adopt-by-id.ts';
import { labsInStyles } from './styles.ts';
import { everything, labTag, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const put = ({ clients: { s3 } }: LabAccount, Bucket: string, Key: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'dear' }));
const arnOf = (bucket: string) => `arn:aws:s3:::${bucket}`;
const recordsOf = (lab: LabAccount, bucket: string) =>
  [...everything(lab)].filter(([key]) => key.startsWith('s3/') && key.includes(bucket));

describe('versions and markers of what the pipeline deployed', () => {
  it.each(['cli', 'console', 'wizard', 'terraform'] as const)("are the lab's (%s)", async (style) => {
    const lab = await built.open(style);
    const { s3 } = lab.clients;
    const page = { Bucket: lab.names.deployBucket, Key: 'index.html' };
    const { Body } = await s3.send(new GetObjectCommand(page));
    await s3.send(new PutObjectCommand({ ...page, Body: (await Body?.transformToByteArray()) ?? '' }));
    await s3.send(new DeleteObjectCommand(page));
    await s3.send(new DeleteObjectCommand(page));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const bucket = result.plan?.toDelete.find(({ kind }) => kind === 'deploy-bucket');
    expect(bucket?.contents?.markers).toBe(2);
    expect([result.exit, recordsOf(lab, page.Bucket)]).toEqual([0, []]);
    session.close();
  });
});

describe('a lab bucket with what the lab did not put there', () => {
  it.each(['cli', 'console', 'terraform'] as const)(
    'is kept and told, and adopting it deletes exactly that list (%s)',
    async (style) => {
      const lab = await built.open(style);
      const Bucket = lab.names.deployBucket;
      await put(lab, Bucket, 'thesis.pdf');
      await put(lab, Bucket, 'photos/one.jpg');
      const before = recordsOf(lab, Bucket);
      const session = openTeardownSession(lab.practice);
      const first = await teardown(session.options);
      const kept = first.plan?.kept.find(({ resource }) => resource.id === Bucket);
      expect([kept?.review, kept?.why]).toEqual([
        'decide',
        'it contains 2 object versions that the lab did not put there: "photos/one.jpg", "thesis.pdf"',
      ]);
      expect([first.exit, first.verification?.verified, recordsOf(lab, Bucket)]).toEqual([3, false, before]);
      const text = first.plan && plansText([first.plan], undefined, { width: 80 });
      expect(text).toContain(`npx lab teardown --adopt ${arnOf(Bucket)}\n`);

      const { contents } = await adoptById(session.options, arnOf(Bucket));
      expect(contents?.unexplained).toMatchObject({ entries: 2, keys: ['photos/one.jpg', 'thesis.pdf'] });
      expect(recordsOf(lab, Bucket)).toEqual(before);
      const second = await teardown(session.options);
      expect([second.exit, second.verification?.verified, recordsOf(lab, Bucket)]).toEqual([0, true, []]);
      session.close();
    },
  );

  it('is kept again once a further object came after the adoption', async () => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    await put(lab, Bucket, 'thesis.pdf');
    const session = openTeardownSession(lab.practice);
    await adoptById(session.options, arnOf(Bucket));
    await put(lab, Bucket, 'thesis-2.pdf');
    const before = recordsOf(lab, Bucket);
    const result = await teardown(session.options);
    expect([result.exit, recordsOf(lab, Bucket)]).toEqual([3, before]);
    // Its name and its tag had proven it before, so it is neither deleted nor forgotten.
    expect(result.verification?.plan.kept).toMatchObject([
      { why: expect.stringContaining('it contains 2 object versions'), review: 'decide' },
    ]);
    await adoptById(session.options, arnOf(Bucket));
    expect([(await teardown(session.options)).exit, recordsOf(lab, Bucket)]).toEqual([0, []]);
    session.close();
  });

  it('is kept if a further object came between the confirmation and its turn', async () => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    const session = openTeardownSession(lab.practice, {
      async onProgress(event) {
        if (event.event === 'deleting' && event.resource.kind === 'pipeline')
          await put(lab, Bucket, 'late.txt');
      },
    });
    const result = await teardown(session.options);
    const done = result.done?.find(({ resource }) => resource.id === Bucket);
    expect([done?.state, done?.why, result.exit, result.verification?.verified]).toEqual([
      'refused',
      'it contains 1 object version that the lab did not put there: "late.txt"',
      1,
      false,
    ]);
    expect(recordsOf(lab, Bucket).length).toBe(4);
    session.close();
  });

  it.each([
    [
      'a delete marker',
      (lab: LabAccount, Bucket: string) =>
        lab.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'old.txt' })),
    ],
    [
      'an unfinished upload',
      (lab: LabAccount, Bucket: string) =>
        lab.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big.iso' })),
    ],
    [
      "a key that only begins as the lab's",
      (lab: LabAccount, Bucket: string) => put(lab, Bucket, 'index.html.bak'),
    ],
  ])('is kept also with %s', async (_name, change) => {
    const lab = await built.open('cli');
    const Bucket = lab.names.deployBucket;
    await change(lab, Bucket);
    const before = recordsOf(lab, Bucket);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept).toMatchObject([{ resource: { id: Bucket }, review: 'decide' }]);
    expect([result.exit, recordsOf(lab, Bucket)]).toEqual([3, before]);
    session.close();
  });

  it("is kept with a file beside the lab's artifacts, which still go", async () => {
    const lab = await built.open('terraform');
    const Bucket = lab.names.artifactBucket;
    await put(lab, Bucket, 'state/terraform.tfstate');
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept).toMatchObject([{ resource: { id: Bucket }, review: 'decide' }]);
    expect(result.exit).toBe(3);
    const keys = recordsOf(lab, Bucket).map(([, value]) => JSON.parse(value).key);
    expect(keys).toEqual([undefined, 'state/terraform.tfstate']);
    session.close();
  });
});

describe('a tagged bucket that others use too', () => {
  it.each(['shared-files', 'cp-pipeline-files'])(
    'is listed and stays with all it contains: %s',
    async (Bucket) => {
      const lab = await built.open('cli');
      await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
      await lab.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
      for (const key of ['index.html', 'codepipeline-s3-depl/x', 'reports/2026.csv'])
        await put(lab, Bucket, key);
      const before = recordsOf(lab, Bucket);
      const session = openTeardownSession(lab.practice);
      const result = await teardown(session.options);
      expect(result.plan?.kept).toMatchObject([
        {
          resource: { id: Bucket },
          review: 'decide',
          why: 'only one fact connects it with the lab: it is tagged lab=codepipeline-lab',
        },
      ]);
      expect([result.exit, recordsOf(lab, Bucket)]).toEqual([3, before]);
      session.close();
    },
  );
});
