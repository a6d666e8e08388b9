/**
 * Known pitfalls of teardown tools that have no test file of their own. The others are in these files: a shared
 * artifact bucket, and a prefix of twenty characters: shared-resources.long.test.ts and styles.long.test.ts; a
 * connection, role, bucket or policy with another user: ownership.long.test.ts and other-users.long.test.ts; objects
 * that the lab did not put into its buckets: contents.long.test.ts; what is left once the pipeline is gone:
 * leftovers.long.test.ts; typing errors and other names: other-names.long.test.ts; outdated records:
 * records.long.test.ts; two regions: two-regions.long.test.ts; both prefixes of connections: elsewhere.long.test.ts;
 * denied and failing reads: call-errors.long.test.ts; markers, null versions, pages, special keys, errors per key and
 * writers: buckets.long.test.ts; running executions, pending approvals and the second run: whole-lab.test.ts; a process
 * that ends: resume.long.test.ts and killed.long.test.ts; recreated resources and changes between plan and run:
 * confirm.long.test.ts; the wrong account: test/cli/teardown.test.ts; any mixture of these: random.long.test.ts.
 */
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFrom, SettingsError } from '../../../checker/lab/lab.ts';
import { plan, resultText, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { type CallOutcome, type ProxiedCall, proxyTo } from '../../../scripts/support/proxy.ts';
import { everything, makeBucket, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

const xml = (status: number, body: string): CallOutcome => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** A teardown behind a proxy that decides on each call, and a decoy that must not change. */
async function torn(lab: LabAccount, outcomeOf: (seen: ProxiedCall) => CallOutcome, waitMs = 3_000) {
  const decoy = `${lab.names.deployBucket}-1`;
  await makeBucket(lab, decoy);
  const theirs = [...everything(lab)].filter(([key]) => key.includes(decoy));
  const proxy = await proxyTo(lab.practice.endpoint, outcomeOf);
  const session = openTeardownSession(lab.practice, { endpoint: proxy.endpoint, waitMs });
  const result = await teardown(session.options);
  session.close();
  await proxy.close();
  expect([...everything(lab)].filter(([key]) => key.includes(decoy))).toEqual(theirs);
  const left = [...everything(lab).keys()].filter((key) => !key.includes(decoy));
  return { result, left, seen: proxy.calls, text: resultText(result, session.options.lab, { width: 80 }) };
}

describe('10: objects that Object Lock or MFA delete protects', () => {
  it.each([
    [
      'a lock refuses one version inside a 200',
      ({ url, body }: ProxiedCall): CallOutcome => {
        const [, key] = /<Key>(.*?)<\/Key>/.exec(body.toString()) ?? [];
        return url.includes('?delete')
          ? xml(
              200,
              `<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Error><Key>${key}</Key><Code>AccessDenied</Code><Message>Access Denied because object protected by object lock.</Message></Error></DeleteResult>`,
            )
          : 'pass';
      },
      'object protected by object lock',
    ],
    [
      'MFA delete refuses the whole call',
      ({ url }: ProxiedCall): CallOutcome =>
        url.includes('?delete')
          ? xml(
              403,
              '<Error><Code>AccessDenied</Code><Message>Mfa Authentication must be used for this request</Message></Error>',
            )
          : 'pass',
      'Mfa Authentication must be used',
    ],
  ])('%s: are reported, exit with 3, and the bucket stays unchanged', async (_name, outcomeOf, words) => {
    const lab = await built.open();
    const versions = [...everything(lab).keys()].filter((key) => key.includes('s3/versions')).length;
    const { result, left, text } = await torn(lab, outcomeOf, 300);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    expect(text.replace(/\s+/g, ' ')).toContain(words);
    expect(text).toContain('--resume');
    expect(left.filter((key) => key.includes('s3/versions'))).toHaveLength(versions);
  });
});

describe('14: a resource that disappears between the plan and its delete', () => {
  it('counts as deleted', async () => {
    const lab = await built.open();
    const { s3 } = lab.clients;
    const Bucket = lab.names.deployBucket;
    const session = openTeardownSession(lab.practice, {
      async onProgress(event) {
        if (event.event !== 'deleting' || event.resource.kind !== 'pipeline') return;
        const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
        const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
        await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        await s3.send(new DeleteBucketCommand({ Bucket }));
      },
    });
    const result = await teardown(session.options);
    session.close();
    expect([result.exit, result.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
  });
});

describe('15: outdated answers after a delete', () => {
  /** HEAD of the deleted bucket reports this many times that the bucket exists. */
  const stale = (bucket: string, times: number) => {
    let deleted = false;
    let left = times;
    return ({ method, url }: ProxiedCall): CallOutcome => {
      const own = url.split('?')[0] === `/${bucket}` || url.split('?')[0] === `/${bucket}/`;
      if (own && method === 'DELETE') deleted = true;
      if (!deleted || !own || method !== 'HEAD' || left-- <= 0) return 'pass';
      return { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' }, body: '' };
    };
  };

  it('are waited out before the absence is proven', async () => {
    const lab = await built.open();
    const { result, left, seen } = await torn(lab, stale(lab.names.deployBucket, 2));
    expect([result.exit, result.verification?.verified, left]).toEqual([0, true, []]);
    const heads = seen.filter(({ method, url }) => method === 'HEAD' && url.includes(lab.names.deployBucket));
    expect(heads.length).toBeGreaterThan(3);
  });

  it('that persist are never reported as clean', async () => {
    const lab = await built.open();
    const { result, text } = await torn(lab, stale(lab.names.deployBucket, 1_000), 400);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    expect(text).toContain('Still there:');
    expect(text).toContain(`deploy bucket ${lab.names.deployBucket}`);
  });
});

describe('16: a throttled batch', () => {
  it('is sent again, and none of its keys is dropped', async () => {
    const lab = await built.open();
    let refused = 0;
    const { result, left } = await torn(lab, ({ url }) =>
      url.includes('?delete') && refused++ < 3
        ? xml(503, '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>')
        : 'pass',
    );
    expect(refused).toBeGreaterThan(3);
    expect([result.exit, result.verification?.verified, left]).toEqual([0, true, []]);
  });
});

describe('20: a setting with a typing error', () => {
  it('is rejected, and never widens the search', () => {
    for (const given of [
      { seat: '' },
      { seat: '*' },
      { names: { pipelin: 'x' } },
      { names: { role: '' } },
      { saet: 'a' },
    ])
      expect(() => labFrom({ region: 'us-east-1', ...given }), JSON.stringify(given)).toThrow(SettingsError);
  });

  it('that is a valid name of no resource finds nothing, and the plan reports that', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice);
    const found = await plan({ ...session.options, lab: { ...session.options.lab, seat: 'nobody' } });
    session.close();
    expect([found.toDelete, found.kept, found.absent.length > 4, everything(lab)]).toEqual([
      [],
      [],
      true,
      before,
    ]);
  });
});
