import { AwsError } from '../core/errors.ts';
import { entityTooLarge, maxObjectBytes } from '../core/object-size.ts';
import type { BodyProblem } from './request-body.ts';
import type { OperationSchema, ServiceModel } from './schemas.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/**
 * The largest bodies that are read, in bytes. Documents, which are the inputs of all operations without an object's
 * data, have members of a few hundred kilobytes at most.
 */
const limits = {
  object: maxObjectBytes,
  document: 8 * megabyte,
  /** The signature covers a hash of the body, so it is verified only once the body was read. */
  unverified: megabyte,
  anonymous: 64 * kilobyte,
};

/** Whether an operation's body is an object's data, and no document. */
export const hasObjectBody = (operation: OperationSchema): boolean =>
  !operation.input.isUnitSchema() &&
  Object.values(operation.input.getMemberSchemas()).some(
    (member) => member.getMergedTraits().httpPayload && member.isBlobSchema(),
  );

/** The largest body that is read from a caller whose headers were accepted. */
export function bodyLimit(caller: { isVerified: boolean; isAnonymous: boolean }, isObject: boolean): number {
  if (!caller.isVerified) return limits.unverified;
  if (isObject) return limits.object;
  return caller.isAnonymous ? limits.anonymous : limits.document;
}

/** The error for a body that was not read, as services of this protocol word it. [known] */
export function bodyError({ protocol }: ServiceModel, problem: BodyProblem, isObject: boolean): AwsError {
  const isXml = protocol === 'rest-xml';
  if (problem === 'timeout')
    return new AwsError(
      'RequestTimeout',
      'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
      isXml ? 400 : 408,
    );
  if (problem === 'too-many') {
    if (isXml) return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
    return new AwsError(protocol === 'query' ? 'Throttling' : 'ThrottlingException', 'Rate exceeded', 400);
  }
  if (isXml && isObject) return entityTooLarge();
  if (isXml) return new AwsError('MaxMessageLengthExceeded', 'Your request was too big.', 400);
  const code = protocol === 'query' ? 'RequestEntityTooLarge' : 'RequestEntityTooLargeException';
  return new AwsError(code, 'The request body is larger than this account reads.', 413);
}
