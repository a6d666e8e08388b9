/**
 * The failure of a command, with a message for standard error. The exit codes are the AWS CLI's: 252 for the command
 * line, 253 for credentials or settings, 254 for an error of the service, 255 for anything else, 1 for an `aws s3`
 * transfer.
 */
export class Failure extends Error {
  readonly exit: number;
  /** The service's error code, if the service returned an error. */
  readonly code: string | undefined;

  constructor(message: string, exit: number, code?: string) {
    super(message);
    this.exit = exit;
    this.code = code;
  }
}

/** The command line is unknown or not valid. */
export class UsageError extends Failure {
  constructor(message: string) {
    super(message, 252);
  }
}

/** What the user can do when only the real command supports what was typed. */
export const INSTALL =
  'install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/** The error that names what the stand-in does not support, with a suggestion if there is one. */
export function unknownToStandIn(subject: string, hint?: string): UsageError {
  const suggestion = hint === undefined ? '' : ` Did you mean ${hint}?`;
  return new UsageError(
    `this stand-in for the AWS CLI does not know ${subject}.${suggestion} For all of it, ${INSTALL}`,
  );
}

interface SdkError {
  name?: string;
  message?: string;
  Code?: string;
  code?: string;
  Error?: { Code?: string };
  $metadata?: { httpStatusCode?: number };
  $fault?: string;
  /** Node's name of the failed call, if a connection was refused or a name not found. */
  syscall?: string;
  address?: string;
  port?: number;
  hostname?: string;
}

const HEAD_STATUS_TEXTS: Record<number, string> = {
  301: 'Moved Permanently',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  412: 'Precondition Failed',
};

/** The AWS CLI's message and exit code for an error that the SDK threw while calling `operation`. */
export function failureOf(error: unknown, operation: string): Failure {
  if (error instanceof Failure) return error;
  const sdkError = error as SdkError;
  const status = sdkError.$metadata?.httpStatusCode;
  if (status !== undefined && sdkError.$fault !== undefined) {
    // The answer to a HEAD has no body, so the CLI can only name the status.
    const headReason = operation.startsWith('Head') ? HEAD_STATUS_TEXTS[status] : undefined;
    const code =
      headReason === undefined
        ? (sdkError.Error?.Code ?? sdkError.Code ?? sdkError.name ?? String(status))
        : String(status);
    return new Failure(
      `An error occurred (${code}) when calling the ${operation} operation: ${headReason ?? sdkError.message ?? ''}`,
      254,
      code,
    );
  }
  if (sdkError.name === 'CredentialsProviderError' || /credential is missing/i.test(sdkError.message ?? '')) {
    return new Failure(
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
      253,
    );
  }
  if (sdkError.syscall === 'connect' || sdkError.syscall === 'getaddrinfo') {
    const where = sdkError.hostname ?? `${sdkError.address}:${sdkError.port}`;
    return new Failure(`Could not connect to the endpoint URL: "${where}"`, 255);
  }
  if (/region is missing|region=""/i.test(sdkError.message ?? '')) {
    return new Failure(
      'You must specify a region. You can also configure your region by running "aws configure".',
      253,
    );
  }
  return new Failure(sdkError.message || String(error), 255);
}
