import { randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const random = (length: number) =>
  Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');

/** A unique id in IAM's form: a prefix for the type of resource, then 17 letters and digits. */
export function uniqueId(prefix: 'AROA' | 'AIDA' | 'ANPA'): string {
  return prefix + random(17);
}

/**
 * An access key's id of 20 characters, like AWS's. It has PRACTICE after AWS's own prefix, so that no person or program
 * takes it for a key of a real account.
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA'): string {
  return `${prefix}PRACTICE${random(8)}`;
}

/** A secret access key: 40 characters of Base64. */
export function secret(): string {
  return randomBytes(30).toString('base64');
}

/** A session token. */
export function token(): string {
  return `IQoJb3JpZ2lu${randomBytes(192).toString('base64')}`;
}
