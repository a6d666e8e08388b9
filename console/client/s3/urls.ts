import { urlTo } from '../router.ts';

const withQuery = (href: string, values: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return text === '' ? href : `${href}?${text}`;
};

/** Where S3's pages are. A key stands behind the `?`: browsers would take one with `..` or `//` in it for a way. */
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

/** `a/b/` → `['a/', 'b/']` */
const foldersOf = (prefix: string): string[] => prefix.split('/').slice(0, -1);

/** The way down to a bucket, or to a folder in it, for the line above the heading; the last part is left to the page. */
export function breadcrumbs(bucket?: string, prefix = ''): Breadcrumb[] {
  const top: Breadcrumb[] = [
    ['Amazon S3', bucketsUrl()],
    ...(bucket === undefined ? [] : [[bucket, bucketUrl(bucket)] as const]),
  ];
  const folders = foldersOf(prefix).map((part, index, all): Breadcrumb => {
    const prefixUrl = `${all.slice(0, index + 1).join('/')}/`;
    return [`${part}/`, bucketUrl(bucket ?? '', prefixUrl)];
  });
  return [...top, ...folders];
}

/** The last part of a key or a prefix: what a list of its folder calls it. */
export const shortName = (key: string, prefix: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : key;
