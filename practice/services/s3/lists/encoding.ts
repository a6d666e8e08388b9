import { invalidArgument } from '../errors.ts';

/** How the keys of a listing are written: as they are, or URL-encoded so that XML can hold any of them. */
export function keyEncoder(encoding: string | undefined): (key: string) => string {
  if (encoding === undefined) return (key) => key;
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return urlEncoded;
}

// S3 encodes as forms do: a space is `+`, and `/` stays.
const urlEncoded = (key: string) =>
  encodeURIComponent(key)
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');

/** The page size of a listing: at most 1000, whatever is asked for. */
export function pageSize(max: number | undefined, name = 'max-keys'): number {
  if (max === undefined) return 1000;
  if (max < 0 || max > 2_147_483_647)
    throw invalidArgument(
      max < 0
        ? `Argument ${name} must be an integer between 0 and 2147483647`
        : `Provided ${name} not an integer or within integer range`,
      name,
      String(max),
    );
  return Math.min(max, 1000);
}
