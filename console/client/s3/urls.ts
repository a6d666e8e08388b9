import { urlTo } from '../router.ts';

const withQuery = (href: string, values: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return text === '' ? href : `${href}?${text}`;
};

/** The URLs of S3's pages. A key is in the query, since browsers would normalize `..` and `//` in a path. */
export const bucketsUrl = () => urlTo('s3', 'buckets');
export const createBucketUrl = () => urlTo('s3', 'create');
export const bucketUrl = (bucket: string, prefix = '', showsVersions = false) =>
  withQuery(urlTo('s3', 'buckets', bucket), { prefix, showversions: showsVersions ? 'true' : undefined });
export const uploadUrl = (bucket: string, prefix: string) =>
  withQuery(urlTo('s3', 'buckets', bucket, 'upload'), { prefix });
export const objectUrl = (bucket: string, key: string, versionId?: string) =>
  withQuery(urlTo('s3', 'buckets', bucket, 'object'), { key, versionId });
export const emptyBucketUrl = (bucket: string) => urlTo('s3', 'buckets', bucket, 'empty');
export const deleteBucketUrl = (bucket: string) => urlTo('s3', 'buckets', bucket, 'delete');

type Breadcrumb = readonly [name: string, href: string];

/** `a/b/` → `['a', 'b']` */
const foldersOf = (prefix: string): string[] => prefix.split('/').slice(0, -1);

/** The breadcrumbs down to a bucket, or down to a folder in it. */
export function breadcrumbs(bucket?: string, prefix = ''): Breadcrumb[] {
  const top: Breadcrumb[] = [
    ['Amazon S3', bucketsUrl()],
    ...(bucket === undefined ? [] : [[bucket, bucketUrl(bucket)] as const]),
  ];
  const folders = foldersOf(prefix).map((part, index, all): Breadcrumb => {
    const folderPrefix = `${all.slice(0, index + 1).join('/')}/`;
    return [`${part}/`, bucketUrl(bucket ?? '', folderPrefix)];
  });
  return [...top, ...folders];
}

/** The part of a key or a prefix after the prefix of its folder: its name in the folder's list. */
export const shortName = (key: string, prefix: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : key;
