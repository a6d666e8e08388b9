import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../checker/account/calls.ts';
import { connections } from '../../../checker/account/connections.ts';
import { executions } from '../../../checker/account/executions.ts';
import { absent, type Fact, known } from '../../../checker/account/fact.ts';
import { attachedPolicies, rolePolicies } from '../../../checker/account/iam.ts';
import { maxIdlePages } from '../../../checker/account/page-progress.ts';
import { completeList } from '../../../checker/account/paging.ts';
import { objectVersionPages, uploadPages, versionsOf } from '../../../checker/account/s3.ts';

/** Calls that `answer` answers. Throws after 500: no listing of these tests is that long. */
function callsOf(
  answer: (input: Record<string, unknown>, call: number) => object,
): Calls & { made(): number } {
  let made = 0;
  const read = async (_service: string, _operation: string, input: object) => {
    made++;
    if (made > 500) throw new Error('the listing goes on for ever');
    return known(answer(input as Record<string, unknown>, made));
  };
  return { read, clients: { region: 'us-east-1' }, made: () => made } as unknown as Calls & {
    made(): number;
  };
}

const errorOf = (fact: Fact<unknown> | undefined) => (fact?.state === 'unknown' ? fact.error : undefined);
const one = (name: string) => ({ ConnectionName: name, ConnectionArn: `arn:${name}` });
const bucket = { name: 'b', owner: '111122223333', region: 'us-east-1' };

async function lastOf<T>(pages: AsyncIterable<T>): Promise<T | undefined> {
  let last: T | undefined;
  for await (const page of pages) last = page;
  return last;
}

describe('a list whose end cannot be reached', () => {
  it('is unknown when a token repeats', async () => {
    const calls = callsOf(() => ({ Connections: [one('a')], NextToken: 'same' }));
    expect(errorOf(await connections(calls))).toMatchObject({
      cause: 'other',
      service: 'codeconnections',
      operation: 'ListConnections',
      code: 'RepeatedPageToken',
      message: 'a page names an earlier page as the next one, so the list cannot be read to its end',
    });
    expect(calls.made()).toBe(2);
  });

  it('is unknown when tokens repeat in a circle, though every page has other items', async () => {
    const calls = callsOf((_input, call) => ({
      Connections: [one(`c${call}`)],
      NextToken: `token-${call % 3}`,
    }));
    expect(errorOf(await connections(calls))?.code).toBe('RepeatedPageToken');
    expect(calls.made()).toBe(4);
  });

  it('is unknown when a page is truncated and names no next one', async () => {
    const calls = callsOf(() => ({
      AttachedPolicies: [{ PolicyName: 'p', PolicyArn: 'arn:p' }],
      IsTruncated: true,
    }));
    expect(errorOf(await attachedPolicies(calls, 'role'))?.code).toBe('RepeatedPageToken');
  });

  it('is unknown after many pages without items, whatever their tokens', async () => {
    const calls = callsOf((_input, call) => ({ Connections: [], NextToken: `token-${call}` }));
    expect(errorOf(await connections(calls))).toMatchObject({
      code: 'NothingNew',
      message: `${maxIdlePages} pages in a row contain nothing new, so the list cannot be read to its end`,
    });
    expect(calls.made()).toBe(maxIdlePages);
  });

  it.each([
    ['versions', objectVersionPages, 'ListObjectVersions'],
    ['uploads', uploadPages, 'ListMultipartUploads'],
  ] as const)('is unknown when pages of %s repeat', async (_what, read, operation) => {
    const calls = callsOf((_input, call) => ({
      IsTruncated: true,
      NextKeyMarker: `key-${call}`,
      Versions: [{ Key: `key-${call % 2}`, VersionId: 'v' }],
      Uploads: [{ Key: `key-${call % 2}`, UploadId: 'u' }],
    }));
    expect(errorOf(await lastOf<Fact<unknown>>(read(calls, bucket)))).toMatchObject({
      code: 'NothingNew',
      operation,
    });
  });

  it('makes the versions of an object unknown, not few', async () => {
    const calls = callsOf(() => ({
      IsTruncated: true,
      NextKeyMarker: 'index.html',
      NextVersionIdMarker: 'v1',
      Versions: [{ Key: 'index.html', VersionId: 'v1' }],
    }));
    expect(errorOf(await versionsOf(calls, bucket, 'index.html'))?.code).toBe('RepeatedPageToken');
  });

  it('is read to its end when fewer pages than that are empty', async () => {
    const calls = callsOf((_input, call) =>
      call < maxIdlePages ? { Connections: [], NextToken: `token-${call}` } : { Connections: [one('last')] },
    );
    expect(await connections(calls)).toMatchObject({ value: { complete: true, items: [{ name: 'last' }] } });
  });
});

describe('a list that is longer than what is read', () => {
  const long = () =>
    callsOf((_input, call) => ({
      Connections: [one(`c${call}`)],
      NextToken: `t${call}`,
      nextToken: `t${call}`,
      pipelineExecutionSummaries: [{ pipelineExecutionId: `e${call}` }],
    }));

  it('says that it is not complete', async () => {
    expect(await connections(long())).toMatchObject({ value: { complete: false } });
    expect(await executions(long(), 'p')).toMatchObject({ value: { complete: false } });
  });

  it('is unknown where every item counts', async () => {
    const list = completeList(await connections(long()), 'codeconnections', 'ListConnections');
    expect(errorOf(list)?.code).toBe('ListTooLong');
    expect(completeList(absent('X'), 'iam', 'ListRoles')).toEqual(absent('X'));
    const policies = callsOf(({ Marker }, call) => ({
      PolicyNames: [`p${call}`],
      AttachedPolicies: [],
      Marker: `m${call}`,
      IsTruncated: Marker !== 'm200',
    }));
    expect(errorOf(await rolePolicies(policies, 'role'))).toBeDefined();
  });
});
