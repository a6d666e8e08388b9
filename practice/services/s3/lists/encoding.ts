import { invalidArgument } from '../errors.ts';

/** Encodes the keys of a list: unchanged, or URL-encoded so that XML can contain any key. Throws InvalidArgument. */
export function keyEncoder(encoding: string | undefined): (key: string) => string {
  if (encoding === undefined) return (key) => key;
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return urlEncoded;
}

// S3 uses the form encoding, in which a space is `+`, but leaves `/` unchanged.
const urlEncoded = (key: string) =>
  encodeURIComponent(key)
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');

/** The page size of a list: at most 1000, even if more are requested. Throws InvalidArgument. */
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
