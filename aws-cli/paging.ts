import type { Operation } from './schema.ts';
import { membersOf } from './schema.ts';

type Output = Record<string, unknown>;

/** How an operation pages, and what the CLI keeps of its answers. */
export interface Paging {
  /** Input member → output member of the token for the next page. */
  tokens: Readonly<Record<string, string>>;
  /** Options that mean that the caller pages by hand: one call is made. */
  byHand: readonly string[];
  /** The output's flag that there is more; without it, a token means more. */
  more?: string;
  /** Lists that are joined over all pages. */
  joined: readonly string[];
  /** Members that the CLI prints besides the lists, from the first page, null when absent. */
  kept: readonly string[];
}

type ByService = Omit<Paging, 'byHand'> & { limit: string };

const common = { more: 'IsTruncated', kept: ['RequestCharged', 'Prefix'] };

/** S3's lists each page in their own way; `kept` is the CLI's choice. */
const s3: Record<string, ByService> = {
  ListBuckets: {
    tokens: { ContinuationToken: 'ContinuationToken' },
    limit: 'MaxBuckets',
    joined: ['Buckets'],
    kept: ['Owner', 'Prefix'],
  },
  ListObjects: {
    ...common,
    tokens: { Marker: 'NextMarker' },
    limit: 'MaxKeys',
    joined: ['Contents', 'CommonPrefixes'],
  },
  ListObjectsV2: {
    ...common,
    tokens: { ContinuationToken: 'NextContinuationToken' },
    limit: 'MaxKeys',
    joined: ['Contents', 'CommonPrefixes'],
  },
  ListObjectVersions: {
    ...common,
    tokens: { KeyMarker: 'NextKeyMarker', VersionIdMarker: 'NextVersionIdMarker' },
    limit: 'MaxKeys',
    joined: ['Versions', 'DeleteMarkers', 'CommonPrefixes'],
  },
  ListMultipartUploads: {
    ...common,
    tokens: { KeyMarker: 'NextKeyMarker', UploadIdMarker: 'NextUploadIdMarker' },
    limit: 'MaxUploads',
    joined: ['Uploads', 'CommonPrefixes'],
  },
  ListParts: {
    more: 'IsTruncated',
    tokens: { PartNumberMarker: 'NextPartNumberMarker' },
    limit: 'MaxParts',
    joined: ['Parts'],
    kept: ['ChecksumAlgorithm', 'Initiator', 'Owner', 'StorageClass', 'ChecksumType'],
  },
};

/** The services whose lists the CLI pages by itself, with the name of their token. The connections' are not paged. */
const uniform: Record<string, { token: string; limit: string; more?: string }[]> = {
  iam: [{ token: 'Marker', limit: 'MaxItems', more: 'IsTruncated' }],
  codepipeline: [
    { token: 'nextToken', limit: 'maxResults' },
    { token: 'NextToken', limit: 'MaxResults' },
  ],
};

/** How the CLI pages this operation; undefined when it makes one call. */
export function pagingOf(operation: Operation): Paging | undefined {
  if (operation.service === 's3api') {
    const listed = s3[operation.name];
    return listed === undefined
      ? undefined
      : { ...listed, byHand: [...Object.keys(listed.tokens), listed.limit] };
  }
  const asked = membersOf(operation.input);
  const answered = membersOf(operation.output);
  for (const { token, limit, more } of uniform[operation.service] ?? []) {
    if (!asked.has(token) || !answered.has(token)) continue;
    const joined = [...answered].filter(([, schema]) => schema.isListSchema()).map(([name]) => name);
    const kept = operation.name === 'GetGroup' ? ['Group'] : [];
    const found = { tokens: { [token]: token }, byHand: [token, limit], joined, kept };
    return more === undefined ? found : { ...found, more };
  }
  return undefined;
}

/** The answers of an operation, page by page, each cut down to what the CLI keeps; null for what is not there. */
export async function* pages(
  paging: Paging,
  input: Output,
  call: (input: Output) => Promise<Output>,
): AsyncGenerator<Output> {
  let asking = input;
  for (let first = true; ; first = false) {
    const answer = await call(asking);
    const page: Output = {};
    for (const name of first ? [...paging.joined, ...paging.kept] : paging.joined)
      page[name] = answer[name] ?? null;
    yield page;
    const next = nextTokens(paging, answer);
    if (next === undefined) return;
    if (JSON.stringify({ ...asking, ...next }) === JSON.stringify(asking)) {
      throw new Error('The same next token was received twice.');
    }
    asking = { ...asking, ...next };
  }
}

function nextTokens(paging: Paging, answer: Output): Output | undefined {
  if (paging.more !== undefined && answer[paging.more] !== true) return undefined;
  const next: Output = {};
  for (const [member, source] of Object.entries(paging.tokens)) {
    // ListObjects names no marker without a delimiter: the last key is the marker.
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
      if (!paging.joined.includes(name)) rest[name] = value;
      else if (Array.isArray(value)) {
        const list = lists[name] ?? [];
        lists[name] = list;
        for (const element of value) list.push(element);
      }
    }
  }
  return { ...lists, ...rest };
}
