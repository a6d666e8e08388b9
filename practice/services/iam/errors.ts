import { AwsError } from '../../core/errors.ts';

/** IAM's errors, with the codes that IAM returns. */

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, 409);
}

export function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message, 400);
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message, 400);
}
