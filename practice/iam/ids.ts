import { randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM makes them: a prefix that tells the kind, then letters and digits; 20 or more in all. */
export function uniqueId(prefix: 'AROA' | 'AIDA' | 'ANPA' | 'AKIA' | 'ASIA'): string {
  const length = prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17;
  return prefix + Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');
}

/** A secret access key: 40 characters of base 64. */
export function secret(): string {
  return randomBytes(30).toString('base64');
}

/** A session token. */
export function token(): string {
  return `IQoJb3JpZ2lu${randomBytes(192).toString('base64')}`;
}
