import { type EndlessListing, maxIdlePages, PageProgress } from '../checker/account/page-progress.ts';
import type { Operation } from './schema.ts';
import { membersOf } from './schema.ts';

type Output = Record<string, unknown>;

/** How an operation pages, and which members of its answers the CLI keeps. */
export interface Paging {
  /** Input member → output member of the token for the next page. */
  tokens: Readonly<Record<string, string>>;
  /** Input members that mean that the caller pages manually: the CLI then makes one call. */
  manualMembers: readonly string[];
  /** The output's flag for more pages. Without it, a token means that there are more. */
  moreResults?: string;
  /** Lists that are joined over all pages. */
  resultKeys: readonly string[];
  /** Members that the CLI prints besides the lists, from the first page, null when absent. */
  nonAggregateKeys: readonly string[];
}

type S3Paging = Omit<Paging, 'manualMembers'> & { limitKey: string };

const common = { moreResults: 'IsTruncated', nonAggregateKeys: ['RequestCharged', 'Prefix'] };

/** Each of S3's lists pages in its own way. The members that are kept are those that the CLI keeps. */
const s3: Record<string, S3Paging> = {
  ListBuckets: {
    tokens: { ContinuationToken: 'ContinuationToken' },
    limitKey: 'MaxBuckets',
    resultKeys: ['Buckets'],
    nonAggregateKeys: ['Owner', 'Prefix'],
  },
  ListObjects: {
    ...common,
    tokens: { Marker: 'NextMarker' },
    limitKey: 'MaxKeys',
    resultKeys: ['Contents', 'CommonPrefixes'],
  },
  ListObjectsV2: {
    ...common,
    tokens: { ContinuationToken: 'NextContinuationToken' },
    limitKey: 'MaxKeys',
    resultKeys: ['Contents', 'CommonPrefixes'],
  },
  ListObjectVersions: {
    ...common,
    tokens: { KeyMarker: 'NextKeyMarker', VersionIdMarker: 'NextVersionIdMarker' },
    limitKey: 'MaxKeys',
    resultKeys: ['Versions', 'DeleteMarkers', 'CommonPrefixes'],
  },
  ListMultipartUploads: {
    ...common,
    tokens: { KeyMarker: 'NextKeyMarker', UploadIdMarker: 'NextUploadIdMarker' },
    limitKey: 'MaxUploads',
    resultKeys: ['Uploads', 'CommonPrefixes'],
  },
  ListParts: {
    moreResults: 'IsTruncated',
    tokens: { PartNumberMarker: 'NextPartNumberMarker' },
    limitKey: 'MaxParts',
    resultKeys: ['Parts'],
    nonAggregateKeys: ['ChecksumAlgorithm', 'Initiator', 'Owner', 'StorageClass', 'ChecksumType'],
  },
};

/**
 * The services whose lists the CLI pages itself, with the name of their token. It does not page the connections'
 * lists.
 */
const uniform: Record<string, { token: string; limitKey: string; moreResults?: string }[]> = {
  iam: [{ token: 'Marker', limitKey: 'MaxItems', moreResults: 'IsTruncated' }],
  codepipeline: [
    { token: 'nextToken', limitKey: 'maxResults' },
    { token: 'NextToken', limitKey: 'MaxResults' },
  ],
};

/** How the CLI pages this operation; undefined when it makes one call. */
export function pagingOf(operation: Operation): Paging | undefined {
  if (operation.service === 's3api') {
    const paging = s3[operation.name];
    return paging === undefined
      ? undefined
      : { ...paging, manualMembers: [...Object.keys(paging.tokens), paging.limitKey] };
  }
  const inputMembers = membersOf(operation.input);
  const outputMembers = membersOf(operation.output);
  for (const { token, limitKey, moreResults } of uniform[operation.service] ?? []) {
    if (!inputMembers.has(token) || !outputMembers.has(token)) continue;
    const resultKeys = [...outputMembers].filter(([, schema]) => schema.isListSchema()).map(([name]) => name);
    const nonAggregateKeys = operation.name === 'GetGroup' ? ['Group'] : [];
    const paging = {
      tokens: { [token]: token },
      manualMembers: [token, limitKey],
      resultKeys,
      nonAggregateKeys,
    };
    return moreResults === undefined ? paging : { ...paging, moreResults };
  }
  return undefined;
}

/** The first message is the AWS CLI's own. */
const endlessMessages: Record<EndlessListing['code'], string> = {
  RepeatedPageToken: 'The same next token was received twice.',
  NothingNew: `${maxIdlePages} pages in a row contained nothing new, and the list has more.`,
};

/**
 * Yields an operation's answers page by page, each with only the members that the CLI keeps; a missing member is
 * null. Throws an Error when a token repeats, or when too many pages in a row contain nothing new.
 */
export async function* pages(
  paging: Paging,
  input: Output,
  call: (input: Output) => Promise<Output>,
): AsyncGenerator<Output> {
  const progress = new PageProgress();
  let pageInput = input;
  for (let first = true; ; first = false) {
    const answer = await call(pageInput);
    const page: Output = {};
    for (const name of first ? [...paging.resultKeys, ...paging.nonAggregateKeys] : paging.resultKeys)
      page[name] = answer[name] ?? null;
    yield page;
    const next = nextTokens(paging, answer);
    if (next === undefined) return;
    const endless = progress.after(answer, next);
    if (endless !== undefined) throw new Error(endlessMessages[endless.code]);
    pageInput = { ...pageInput, ...next };
  }
}

function nextTokens(paging: Paging, answer: Output): Output | undefined {
  if (paging.moreResults !== undefined && answer[paging.moreResults] !== true) return undefined;
  const next: Output = {};
  for (const [member, source] of Object.entries(paging.tokens)) {
    // ListObjects returns no marker without a delimiter: the last key is the marker.
    const token = answer[source] ?? (source === 'NextMarker' ? lastKey(answer) : undefined);
    if (token !== undefined && token !== '') next[member] = token;
  }
  return Object.keys(next).length === 0 ? undefined : next;
}

function lastKey(answer: Output): unknown {
  return (answer.Contents as { Key?: string }[] | undefined)?.at(-1)?.Key;
}

/** All pages as one answer. A list that no page had is left out. */
export async function joinedPages(paging: Paging, all: AsyncIterable<Output>): Promise<Output> {
  const lists: Record<string, unknown[]> = {};
  const rest: Output = {};
  for await (const page of all) {
    for (const [name, value] of Object.entries(page)) {
      if (!paging.resultKeys.includes(name)) rest[name] = value;
      else if (Array.isArray(value)) {
        const list = lists[name] ?? [];
        lists[name] = list;
        for (const element of value) list.push(element);
      }
    }
  }
  return { ...lists, ...rest };
}
