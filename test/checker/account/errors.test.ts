import { describe, expect, it } from 'vitest';
import { classifyError, isNotFoundError } from '../../../checker/account/errors.ts';

const error = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name }, more);

describe('what an error says', () => {
  it('is its status where there is neither code nor message, as in the answer to a HEAD', () => {
    const denied = error('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 403 } });
    expect(classifyError(denied)).toEqual({ cause: 'denied', code: 'HTTP 403', message: '' });
  });

  it("is without the SDK's advice to programmers", () => {
    const page = error(
      'SyntaxError',
      'Unexpected token\n  Deserialization error: to see the raw response, …',
    );
    expect(classifyError(page).message).toBe('Unexpected token');
  });

  it('is absence only by a listed code, and for a HEAD only with a request id', () => {
    const missing = error('NotFound', '', { $metadata: { httpStatusCode: 404 } });
    expect(isNotFoundError('s3', 'HeadBucket', missing)).toBe(false);
    const aws = error('NotFound', '', { $metadata: { httpStatusCode: 404, requestId: 'A1' } });
    expect(isNotFoundError('s3', 'HeadBucket', aws)).toBe(true);
    expect(isNotFoundError('s3', 'GetBucketVersioning', error('AccessDenied', ''))).toBe(false);
  });
});
