import type { Caller, Emulator } from '../../core/emulator.ts';
import { callerOf, findKey, type Key } from '../../services/iam/keys.ts';
import type { AwsRequest } from '../http-message.ts';
import type { ServiceModel } from '../schemas.ts';
import { unwrapBody } from './chunked.ts';
import { type SignatureErrorCode, signatureError } from './errors.ts';
import { readV2, verifyV2 } from './v2.ts';
import { readV4, type SignatureV4, timeOf, verifyV4 } from './v4.ts';

/** The caller, and the region that the request was signed for (undefined for SigV2 and for anonymous requests). */
export interface Authenticated {
  caller: Caller;
  region: string | undefined;
}

const anonymous: Caller = { kind: 'anonymous', accountId: '', arn: '', userId: '', principalArn: '' };

const fifteenMinutes = 15 * 60_000;
const sevenDays = 7 * 24 * 3600;

/**
 * Verifies a request's signature and removes the chunked upload's framing from its body.
 * Throws the service's own error for an unknown key, a wrong secret, an expired token or URL, or a wrong clock. Only S3
 * accepts a request without a signature, from an anonymous caller.
 */
export function authenticate(
  emulator: Emulator,
  service: ServiceModel,
  request: AwsRequest,
  bucketByHost: string | undefined,
): Authenticated {
  const errorFor = (errorCode: SignatureErrorCode, details?: Parameters<typeof signatureError>[2]) =>
    signatureError(service.protocol, errorCode, details);
  const isS3 = service.name === 's3';

  const signatureV2 = isS3 ? readV2(request) : undefined;
  if (signatureV2 === 'malformed')
    throw errorFor('missing', {
      message: 'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    });
  if (signatureV2 !== undefined) {
    const key = keyOf(emulator, signatureV2.accessKeyId, signatureV2.token, errorFor);
    if (!verifyV2(request, signatureV2, key.secretAccessKey, bucketByHost))
      throw errorFor('mismatch', keyDetail(signatureV2.accessKeyId));
    if (emulator.clock.wall() > signatureV2.expires * 1000)
      throw errorFor('expired-url', expiryDetail(emulator, signatureV2.expires * 1000));
    unwrapBody(request, undefined);
    return { caller: callerOf(key), region: undefined };
  }

  const signature = readV4(request);
  if (signature === 'malformed') throw errorFor('malformed');
  if (signature === undefined) {
    if (!isS3) throw errorFor('missing');
    unwrapBody(request, undefined);
    return { caller: anonymous, region: undefined };
  }
  const key = keyOf(emulator, signature.accessKeyId, signature.token, errorFor);
  if (signature.service !== service.signingName || !signature.signedHeaders.includes('host'))
    throw errorFor('malformed', {
      message: `Credential should be scoped to correct service: '${service.signingName}'.`,
    });
  if (!verifyV4(request, signature, key.secretAccessKey))
    throw errorFor('mismatch', keyDetail(signature.accessKeyId));
  checkTime(emulator, signature, errorFor);
  unwrapBody(request, { signature, secret: key.secretAccessKey });
  return { caller: callerOf(key), region: signature.region };
}

type ErrorFactory = (errorCode: SignatureErrorCode, details?: Parameters<typeof signatureError>[2]) => Error;

const keyDetail = (accessKeyId: string) => ({ detail: { AWSAccessKeyId: accessKeyId } });

function expiryDetail(emulator: Emulator, at: number): { detail: Record<string, string> } {
  return {
    detail: {
      Expires: new Date(at).toISOString(),
      ServerTime: new Date(emulator.clock.wall()).toISOString(),
    },
  };
}

function keyOf(
  emulator: Emulator,
  accessKeyId: string,
  token: string | undefined,
  errorFor: ErrorFactory,
): Key {
  const key = findKey(emulator, accessKeyId);
  if (key === undefined) throw errorFor('unknown-key', keyDetail(accessKeyId));
  if (key.session?.token !== token) throw errorFor('bad-token');
  if (key.session !== undefined && emulator.clock.now() > key.session.expires)
    throw errorFor('expired-token');
  return key;
}

function checkTime(emulator: Emulator, signature: SignatureV4, errorFor: ErrorFactory): void {
  const signedAt = timeOf(signature.timestamp);
  // Compare with `wall`, since the client's clock does not include the time that `passTime` let pass.
  const now = emulator.clock.wall();
  if (!signature.presigned) {
    if (Math.abs(now - signedAt) > fifteenMinutes)
      throw errorFor('skewed', {
        detail: { RequestTime: signature.timestamp, ServerTime: new Date(now).toISOString() },
      });
    return;
  }
  const expires = signature.expires ?? 0;
  if (expires < 0 || expires > sevenDays)
    throw errorFor('malformed', {
      message: 'X-Amz-Expires must be less than a week (in seconds) that is 604800',
    });
  if (signedAt - now > fifteenMinutes) throw errorFor('expired-url', { message: 'Request is not valid yet' });
  if (now > signedAt + expires * 1000)
    throw errorFor('expired-url', expiryDetail(emulator, signedAt + expires * 1000));
}
