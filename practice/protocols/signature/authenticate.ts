import type { Caller, World } from '../../core/world.ts';
import { callerOf, findKey, type Key } from '../../services/iam/keys.ts';
import type { WireRequest } from '../message.ts';
import type { ServiceModel } from '../schemas.ts';
import { unwrapBody } from './chunked.ts';
import { type Fault, signatureError } from './errors.ts';
import { readV2, verifyV2 } from './v2.ts';
import { readV4, type SignatureV4, timeOf, verifyV4 } from './v4.ts';

/** Who makes the request, and for which region it was signed (the older signing and anonymity name none). */
export interface Authenticated {
  caller: Caller;
  region: string | undefined;
}

const anonymous: Caller = { kind: 'anonymous', accountId: '', arn: '', userId: '', principalArn: '' };

const fifteenMinutes = 15 * 60_000;
const sevenDays = 7 * 24 * 3600;

/**
 * Verifies a request's signature and takes the upload framing off its body.
 * Throws the service's own error for an unknown key, a wrong secret, an expired token or URL, or a clock
 * that is off. Only S3 lets a request without a signature through, as an anonymous caller.
 */
export function authenticate(
  world: World,
  service: ServiceModel,
  request: WireRequest,
  bucketByHost: string | undefined,
): Authenticated {
  const fail = (fault: Fault, more?: Parameters<typeof signatureError>[2]) =>
    signatureError(service.protocol, fault, more);
  const isS3 = service.name === 's3';

  const old = isS3 ? readV2(request) : undefined;
  if (old === 'malformed')
    throw fail('missing', {
      message: 'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    });
  if (old !== undefined) {
    const key = keyOf(world, old.accessKeyId, old.token, fail);
    if (!verifyV2(request, old, key.secretAccessKey, bucketByHost))
      throw fail('mismatch', keyDetail(old.accessKeyId));
    if (world.clock.wall() > old.expires * 1000) throw fail('expired-url', expiry(world, old.expires * 1000));
    unwrapBody(request, undefined);
    return { caller: callerOf(key), region: undefined };
  }

  const signature = readV4(request);
  if (signature === 'malformed') throw fail('malformed');
  if (signature === undefined) {
    if (!isS3) throw fail('missing');
    unwrapBody(request, undefined);
    return { caller: anonymous, region: undefined };
  }
  const key = keyOf(world, signature.accessKeyId, signature.token, fail);
  if (signature.service !== service.signingName || !signature.signedHeaders.includes('host'))
    throw fail('malformed', {
      message: `Credential should be scoped to correct service: '${service.signingName}'.`,
    });
  if (!verifyV4(request, signature, key.secretAccessKey))
    throw fail('mismatch', keyDetail(signature.accessKeyId));
  checkTime(world, signature, fail);
  unwrapBody(request, { signature, secret: key.secretAccessKey });
  return { caller: callerOf(key), region: signature.region };
}

type Fail = (fault: Fault, more?: Parameters<typeof signatureError>[2]) => Error;

const keyDetail = (accessKeyId: string) => ({ detail: { AWSAccessKeyId: accessKeyId } });

function expiry(world: World, at: number): { detail: Record<string, string> } {
  return {
    detail: { Expires: new Date(at).toISOString(), ServerTime: new Date(world.clock.wall()).toISOString() },
  };
}

function keyOf(world: World, accessKeyId: string, token: string | undefined, fail: Fail): Key {
  const key = findKey(world, accessKeyId);
  if (key === undefined) throw fail('unknown-key', keyDetail(accessKeyId));
  if (key.session?.token !== token) throw fail('bad-token');
  if (key.session !== undefined && world.clock.now() > key.session.expires) throw fail('expired-token');
  return key;
}

function checkTime(world: World, signature: SignatureV4, fail: Fail): void {
  const signedAt = timeOf(signature.timestamp);
  // The client's clock is compared with the one on the wall: it knows nothing of time that was let pass.
  const now = world.clock.wall();
  if (!signature.presigned) {
    if (Math.abs(now - signedAt) > fifteenMinutes)
      throw fail('skewed', {
        detail: { RequestTime: signature.timestamp, ServerTime: new Date(now).toISOString() },
      });
    return;
  }
  const expires = signature.expires ?? 0;
  if (expires < 0 || expires > sevenDays)
    throw fail('malformed', {
      message: 'X-Amz-Expires must be less than a week (in seconds) that is 604800',
    });
  if (signedAt - now > fifteenMinutes) throw fail('expired-url', { message: 'Request is not valid yet' });
  if (now > signedAt + expires * 1000) throw fail('expired-url', expiry(world, signedAt + expires * 1000));
}
