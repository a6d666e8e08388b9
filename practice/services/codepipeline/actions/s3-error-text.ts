import { AwsError } from '../../../core/errors.ts';

/** S3's error as the Java SDK inside CodePipeline prints it. Learners see this text in `errorDetails`. */
export function s3ErrorText(error: AwsError, requestId: string): string {
  return `${error.message} (Service: Amazon S3; Status Code: ${error.status}; Error Code: ${error.code}; Request ID: ${requestId}; S3 Extended Request ID: null; Proxy: null)`;
}

export function isDenied(error: unknown): error is AwsError {
  return error instanceof AwsError && error.status === 403;
}

export function isNotFound(error: unknown): error is AwsError {
  return error instanceof AwsError && error.status === 404;
}
