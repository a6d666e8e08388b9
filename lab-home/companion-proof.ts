import { createHmac, timingSafeEqual } from 'node:crypto';

const proof = (key: string, ...parts: string[]) =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');

/** Proves to a companion that `lab open` has the companion's key. The key itself is never sent. */
export const requestProof = (key: string, nonce: string): string => proof(key, 'request', nonce);

/** Proves to `lab open` that the server that sent these addresses has the companion's key. */
export const answerProof = (key: string, nonce: string, addresses: readonly string[]): string =>
  proof(key, 'answer', nonce, ...addresses);

/** Whether a proof that was sent is the expected one. */
export const isProof = (sent: unknown, expected: string): boolean =>
  typeof sent === 'string' &&
  Buffer.byteLength(sent) === Buffer.byteLength(expected) &&
  timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
