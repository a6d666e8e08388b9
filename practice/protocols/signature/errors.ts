import { AwsError } from '../../core/errors.ts';

/** The ways in which a request's credentials or signature can be wrong. */
export type SignatureErrorCode =
  | 'missing'
  | 'unknown-key'
  | 'mismatch'
  | 'expired-token'
  | 'bad-token'
  | 'skewed'
  | 'expired-url'
  | 'malformed';

type ErrorTemplate = [code: string, message: string, status: number];

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const badToken = 'The security token included in the request is invalid.';
const expiredToken = 'The security token included in the request is expired';

// The services of each protocol have their own codes and messages for the same error.
const s3: Record<SignatureErrorCode, ErrorTemplate> = {
  missing: ['AccessDenied', 'Access Denied', 403],
  'unknown-key': [
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
    403,
  ],
  mismatch: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  ],
  'expired-token': ['ExpiredToken', 'The provided token has expired.', 400],
  'bad-token': ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
  skewed: [
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
  ],
  'expired-url': ['AccessDenied', 'Request has expired', 403],
  malformed: ['AuthorizationHeaderMalformed', 'The authorization header is malformed.', 400],
};

const query: Record<SignatureErrorCode, ErrorTemplate> = {
  missing: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  'unknown-key': ['InvalidClientTokenId', badToken, 403],
  mismatch: ['SignatureDoesNotMatch', mismatch, 403],
  'expired-token': ['ExpiredToken', expiredToken, 403],
  'bad-token': ['InvalidClientTokenId', badToken, 403],
  skewed: [
    'SignatureDoesNotMatch',
    'Signature expired or not yet current: the request time is too far off.',
    403,
  ],
  'expired-url': ['SignatureDoesNotMatch', 'Signature expired.', 403],
  malformed: [
    'IncompleteSignature',
    'Authorization header requires Credential, SignedHeaders and Signature.',
    400,
  ],
};

const json: Record<SignatureErrorCode, ErrorTemplate> = {
  missing: ['MissingAuthenticationTokenException', 'Request is missing Authentication Token', 400],
  'unknown-key': ['UnrecognizedClientException', badToken, 400],
  mismatch: ['InvalidSignatureException', mismatch, 400],
  'expired-token': ['ExpiredTokenException', expiredToken, 400],
  'bad-token': ['UnrecognizedClientException', badToken, 400],
  skewed: [
    'InvalidSignatureException',
    'Signature expired or not yet current: the request time is too far off.',
    400,
  ],
  'expired-url': ['InvalidSignatureException', 'Signature expired.', 400],
  malformed: [
    'IncompleteSignatureException',
    'Authorization header requires Credential, SignedHeaders and Signature.',
    400,
  ],
};

const errorsByProtocol = { 'rest-xml': s3, query, 'json-1.0': json, 'json-1.1': json };

/** The error that a service of this protocol answers. `message` replaces the usual text. */
export function signatureError(
  protocol: keyof typeof errorsByProtocol,
  errorCode: SignatureErrorCode,
  details: { message?: string; detail?: Record<string, string> } = {},
): AwsError {
  const [code, message, status] = errorsByProtocol[protocol][errorCode];
  return new AwsError(
    code,
    details.message ?? message,
    status,
    details.detail ? { detail: details.detail } : {},
  );
}
