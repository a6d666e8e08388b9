import type { World } from '../../core/world.ts';
import { limitExceeded, malformed } from './faults.ts';
import { PolicyFault } from './policy/document.ts';
import { validateIdentityPolicy, validateTrustPolicy } from './policy/validate.ts';
import { identityByArn } from './records.ts';

/** Takes a role's trust policy, or refuses it as IAM does. */
export function demandTrustPolicy(world: World, accountId: string, text: string): void {
  refuse(() =>
    validateTrustPolicy(text, (arn) =>
      arn.split(':')[4] === accountId ? identityByArn(world, arn) !== undefined : undefined,
    ),
  );
  if (sizeOf(text) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
}

/** Takes an inline policy. */
export function demandInlinePolicy(text: string): void {
  refuse(() => validateIdentityPolicy(text));
}

/** Takes a managed policy's document. */
export function demandManagedPolicy(text: string): void {
  refuse(() => {
    validateIdentityPolicy(text);
    if (!/"Version"\s*:\s*"2012-10-17"/.test(text)) {
      throw new PolicyFault('Policy document must be version 2012-10-17 or greater.');
    }
  });
  if (sizeOf(text) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
}

function refuse(validate: () => void): void {
  try {
    validate();
  } catch (error) {
    throw error instanceof PolicyFault ? malformed(error.message) : error;
  }
}

/** The size that quotas count: white space is free. */
export function sizeOf(text: string): number {
  return text.replace(/\s/g, '').length;
}

/** Documents come back URL-encoded, after RFC 3986. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
