import type { Emulator } from '../../core/emulator.ts';
import { limitExceeded, malformed } from './errors.ts';
import { InvalidPolicyError } from './policy/document.ts';
import { validateIdentityPolicy, validateTrustPolicy } from './policy/validate.ts';
import { identityByArn } from './records.ts';

/** Checks a role's trust policy. Throws IAM's error for an invalid one. */
export function requireTrustPolicy(emulator: Emulator, accountId: string, text: string): void {
  withIamErrors(() =>
    validateTrustPolicy(text, (arn) =>
      arn.split(':')[4] === accountId ? identityByArn(emulator, arn) !== undefined : undefined,
    ),
  );
  if (sizeOf(text) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
}

/** Checks an inline policy. Throws IAM's error for an invalid one. */
export function requireInlinePolicy(text: string): void {
  withIamErrors(() => validateIdentityPolicy(text));
}

/** Checks a managed policy's document. Throws IAM's error for an invalid one. */
export function requireManagedPolicy(text: string): void {
  withIamErrors(() => {
    validateIdentityPolicy(text);
    if (!/"Version"\s*:\s*"2012-10-17"/.test(text)) {
      throw new InvalidPolicyError('Policy document must be version 2012-10-17 or greater.');
    }
  });
  if (sizeOf(text) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
}

function withIamErrors(validate: () => void): void {
  try {
    validate();
  } catch (error) {
    throw error instanceof InvalidPolicyError ? malformed(error.message) : error;
  }
}

/** The size of a document for quotas: its length without white space. */
export function sizeOf(text: string): number {
  return text.replace(/\s/g, '').length;
}

/** A document as IAM returns it: URL-encoded according to RFC 3986. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
