import { describe, expect, it } from 'vitest';
import { classifyError, isNotFoundError } from '../../../checker/account/errors.ts';
import { s3 } from '../../../checker/account/operations/s3.ts';

const error = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name }, more);

describe('an error', () => {
  it('has its status as its message if it has neither code nor message, as for a HEAD request', () => {
    const denied = error('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 403 } });
    expect(classifyError(denied)).toEqual({ cause: 'denied', code: 'HTTP 403', message: '' });
  });

  it("does not contain the SDK's advice to programmers", () => {
    const page = error(
      'SyntaxError',
      'Unexpected token\n  Deserialization error: to see the raw response, …',
    );
    expect(classifyError(page).message).toBe('Unexpected token');
  });

  it('means absence only with a listed code, and for a HEAD request only with a request id', () => {
    const missing = error('NotFound', '', { $metadata: { httpStatusCode: 404 } });
    expect(isNotFoundError(s3.operations.HeadBucket, missing)).toBe(false);
    const aws = error('NotFound', '', { $metadata: { httpStatusCode: 404, requestId: 'A1' } });
    expect(isNotFoundError(s3.operations.HeadBucket, aws)).toBe(true);
    expect(isNotFoundError(s3.operations.GetBucketVersioning, error('AccessDenied', ''))).toBe(false);
  });
});
