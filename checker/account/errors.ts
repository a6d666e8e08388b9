import { defined } from '../../base/defined.ts';
import type { CallError, CallErrorCause, CredentialsKind } from './fact.ts';
import type { ReadOperation } from './operations/declare.ts';

const expired = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'];
const wrongSecret = ['SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature'];
const unknownKey = [
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
  'InvalidToken',
];
const noCredentials = [
  'CredentialsProviderError',
  'TokenProviderError',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
];
const denied = ['AccessDenied', 'AccessDeniedException', 'Forbidden', 'AllAccessDisabled', 'AccountProblem'];
const throttled = [
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'BandwidthLimitExceeded',
  'SlowDown',
  'PriorRequestNotComplete',
];
const network =
  /^(ECONN|ENOTFOUND|EAI_|EPIPE|EHOST|ENET|EADDR|EPROTO|CERT_|ERR_TLS|ERR_SSL|UND_ERR|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;
const timeout = [
  'Stalled',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'AbortError',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
];

interface SdkError {
  name?: string;
  code?: unknown;
  Code?: unknown;
  message?: string;
  cause?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { headers?: Record<string, string> };
}

/** The error's code as its source spells it: AWS, the SDK or the network. */
export function codeOf(error: unknown): string {
  const { name, code, Code } = error as SdkError;
  if (name === 'TimeoutError' || name === 'AbortError') return name;
  // A network error's code is in `code`; its name is only `Error`.
  if (typeof code === 'string') return code;
  if (name === undefined || name === 'Error') return typeof Code === 'string' ? Code : 'Error';
  return name;
}

export function statusOf(error: unknown): number | undefined {
  return (error as SdkError).$metadata?.httpStatusCode;
}

/** The bucket's region. S3 names it in a header, even of a 301 or 403. */
function bucketRegionOf(error: unknown): string | undefined {
  return (error as SdkError).$response?.headers?.['x-amz-bucket-region'];
}

function credentialsKind(code: string, message: string): CredentialsKind | undefined {
  if (code === 'RequestTimeTooSkewed' || code === 'RequestInTheFuture') return 'clock';
  if (expired.includes(code)) return 'expired';
  if (wrongSecret.includes(code))
    return /^Signature (expired|not yet current)/.test(message) ? 'clock' : 'wrong-secret';
  if (unknownKey.includes(code)) return 'unknown-key';
  if (noCredentials.includes(code)) return /expired/i.test(message) ? 'expired' : 'none';
  return undefined;
}

function callErrorCause(code: string, message: string, status: number | undefined): CallErrorCause {
  if (credentialsKind(code, message) !== undefined) return 'credentials';
  if (throttled.includes(code) || status === 429) return 'throttled';
  if (timeout.includes(code)) return 'timeout';
  if (denied.includes(code)) return 'denied';
  if (network.test(code)) return 'network';
  return status === 403 ? 'denied' : 'other';
}

/** Whether the error has one of the operation's `absentCodes`: AWS reports that the resource does not exist. */
export function isNotFoundError({ absentCodes }: ReadOperation, error: unknown): boolean {
  const code = codeOf(error);
  // An answer to HEAD has no body, so a proxy's 404 reads as `NotFound` too. Only AWS's has a request ID.
  if (code === 'NotFound' && (error as SdkError).$metadata?.requestId === undefined) return false;
  return absentCodes?.includes(code) ?? false;
}

/** The error's code. An answer without one, such as one to a HEAD, is `Unknown` in the SDK; the status is clearer. */
function reportedCode(error: unknown): string {
  const code = codeOf(error);
  const status = statusOf(error);
  return /^Unknown(Error)?$/.test(code) && status !== undefined ? `HTTP ${status}` : code;
}

/** The error's message without the SDK's placeholder for no message and its advice to programmers. */
function reportedMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^Unknown(Error)?$/.test(message) ? '' : message.replace(/\s*Deserialization error: to see .*/s, '');
}

/** The parts of a call error that do not depend on the call. */
export function classifyError(error: unknown): Pick<CallError, 'cause' | 'code' | 'message' | 'credentials'> {
  const code = reportedCode(error);
  const message = reportedMessage(error);
  const kind = credentialsKind(code, message);
  return {
    cause: callErrorCause(code, message, statusOf(error)),
    code,
    message,
    ...defined({ credentials: kind }),
  };
}

/** Describes a failed call. `actions` are the IAM actions that the call needs. */
export function callErrorOf(
  service: string,
  operation: string,
  error: unknown,
  actions: readonly string[],
): CallError {
  const classified = classifyError(error);
  const bucketRegion = bucketRegionOf(error);
  return {
    ...classified,
    service,
    operation,
    actions: deniedActions(classified.message, actions),
    ...defined({ bucketRegion }),
  };
}

/** Only the denied action, when AWS names it ("is not authorized to perform: s3:ListBucket on …"); else all. */
function deniedActions(message: string, actions: readonly string[]): readonly string[] {
  const named = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
  return named === undefined ? actions : [named];
}
