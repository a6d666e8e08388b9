import { to } from '../router.ts';

const withQuery = (href: string, values: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return text === '' ? href : `${href}?${text}`;
};

/** Where S3's pages are. A key stands behind the `?`: browsers would take one with `..` or `//` in it for a way. */
export const bucketsAddress = () => to('s3', 'buckets');
export const createAddress = () => to('s3', 'create');
export const bucketAddress = (bucket: string, prefix = '', showsVersions = false) =>
  withQuery(to('s3', 'buckets', bucket), { prefix, showversions: showsVersions ? 'true' : undefined });
export const uploadAddress = (bucket: string, prefix: string) =>
  withQuery(to('s3', 'buckets', bucket, 'upload'), { prefix });
export const objectAddress = (bucket: string, key: string, versionId?: string) =>
  withQuery(to('s3', 'buckets', bucket, 'object'), { key, versionId });
export const emptyAddress = (bucket: string) => to('s3', 'buckets', bucket, 'empty');
export const deleteAddress = (bucket: string) => to('s3', 'buckets', bucket, 'delete');

type Crumb = readonly [name: string, href: string];

/** `a/b/` → `['a/', 'b/']` */
const partsOf = (prefix: string): string[] => prefix.split('/').slice(0, -1);

/** The way down to a bucket, or to a folder in it, for the line above the heading; the last part is left to the page. */
export function crumbsTo(bucket?: string, prefix = ''): Crumb[] {
  const top: Crumb[] = [
    ['Amazon S3', bucketsAddress()],
    ...(bucket === undefined ? [] : [[bucket, bucketAddress(bucket)] as const]),
  ];
  const folders = partsOf(prefix).map((part, index, all): Crumb => {
    const whole = `${all.slice(0, index + 1).join('/')}/`;
    return [`${part}/`, bucketAddress(bucket ?? '', whole)];
  });
  return [...top, ...folders];
}

/** The last part of a key or a prefix: what a list of its folder calls it. */
export const shortName = (key: string, prefix: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : key;
