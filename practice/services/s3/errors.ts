import { AwsError } from '../../core/errors.ts';

// The codes, messages and statuses are those of S3's "Error responses" reference.

export const noSuchBucket = (name: string) =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { detail: { BucketName: name } });

export const noSuchKey = (key: string, headers: Record<string, string> = {}) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { detail: { Key: key }, headers });

export const noSuchVersion = (key: string, versionId: string) =>
  new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
    detail: { Key: key, VersionId: versionId },
  });

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { detail: { UploadId: uploadId } },
  );

export const accessDenied = (message = 'Access Denied') => new AwsError('AccessDenied', message, 403);

export const invalidArgument = (message: string, name: string, value: string) =>
  new AwsError('InvalidArgument', message, 400, { detail: { ArgumentName: name, ArgumentValue: value } });

export const invalidRequest = (message: string) => new AwsError('InvalidRequest', message, 400);

export const invalidTag = (message: string, key = '') =>
  new AwsError('InvalidTag', message, 400, key === '' ? {} : { detail: { TagKey: key } });

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    400,
  );

/** S3's error for a header that requests an unsupported feature. */
export const notImplemented = (header: string) =>
  new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
    detail: { Header: header },
  });

export const preconditionFailed = (condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    detail: { Condition: condition },
  });

/** The error for a request that names a delete marker by its version id, when only DELETE is allowed on it. */
export const deleteMarkerNotAllowed = (method: string, headers: Record<string, string>) =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    detail: { Method: method, ResourceType: 'DeleteMarker' },
    headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true', ...headers },
  });
