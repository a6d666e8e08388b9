import type { BucketCors, CorsRule, Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from './http-message.ts';
import type { S3Path } from './rest-xml.ts';

// The codes, messages and headers are those that S3 was recorded to answer. [seen]

const notAllowed =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

const methods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

const badRequest = (message: string) => new AwsError('BadRequest', message, 400);

function forbidden(message: string, request: AwsRequest, resourceType: 'BUCKET' | 'OBJECT'): AwsError {
  const method = request.headers['access-control-request-method'] ?? request.method;
  return new AwsError('AccessForbidden', message, 403, {
    detail: { Method: method, ResourceType: resourceType },
  });
}

function bucketCors(emulator: Emulator, bucket: string | undefined): BucketCors | undefined {
  return bucket === undefined ? undefined : emulator.services.get('s3')?.bucketCors?.(bucket);
}

/** S3's answer to a preflight request: what a page of another origin may do with this bucket or object. */
export function answerPreflight(emulator: Emulator, request: AwsRequest, path: S3Path): AwsResponse {
  const { origin, 'access-control-request-method': method } = request.headers;
  if (!origin) throw badRequest('Insufficient information. Origin request header needed.');
  const cors = bucketCors(emulator, path.bucket);
  if (cors === undefined) throw forbidden('CORSResponse: Bucket not found', request, 'BUCKET');
  if (cors.rules === undefined)
    throw forbidden('CORSResponse: CORS is not enabled for this bucket.', request, 'BUCKET');
  if (method === undefined || !methods.includes(method))
    throw badRequest(`Invalid Access-Control-Request-Method: ${method ?? null}`);
  const rule = matchingRule(cors.rules, request);
  if (rule === undefined) throw forbidden(notAllowed, request, path.key === undefined ? 'BUCKET' : 'OBJECT');
  const allowed = requestedHeaders(request);
  return {
    status: 200,
    headers: {
      ...ruleHeaders(rule, origin),
      ...(allowed.length === 0 ? {} : { 'access-control-allow-headers': allowed.join(', ') }),
    },
    body: '',
  };
}

/** The headers that let a page of another origin read the answer to its request; none when no rule allows it. */
export function corsHeaders(
  emulator: Emulator,
  request: AwsRequest,
  path: S3Path | undefined,
): Record<string, string> {
  const { origin } = request.headers;
  const rules = origin ? bucketCors(emulator, path?.bucket)?.rules : undefined;
  const rule = rules === undefined ? undefined : matchingRule(rules, request);
  return rule === undefined || origin === undefined ? {} : ruleHeaders(rule, origin);
}

/** Throws unless the bucket's CORS configuration allows the request of a page of another origin. */
export function requireCorsRule(emulator: Emulator, request: AwsRequest, path: S3Path): void {
  const rules = bucketCors(emulator, path.bucket)?.rules;
  if (rules === undefined)
    throw forbidden('CORSResponse: CORS is not enabled for this bucket.', request, 'BUCKET');
  if (matchingRule(rules, request) === undefined)
    throw forbidden(notAllowed, request, path.key === undefined ? 'BUCKET' : 'OBJECT');
}

/** The first rule that allows the request's origin, method and headers. */
function matchingRule(rules: readonly CorsRule[], request: AwsRequest): CorsRule | undefined {
  const { origin = '', 'access-control-request-method': method = request.method } = request.headers;
  const headers = requestedHeaders(request);
  return rules.find(
    (rule) =>
      (rule.AllowedMethods ?? []).includes(method) &&
      (rule.AllowedOrigins ?? []).some((pattern) => matchesWildcard(pattern, origin)) &&
      headers.every((header) =>
        (rule.AllowedHeaders ?? []).some((pattern) => matchesWildcard(pattern.toLowerCase(), header)),
      ),
  );
}

function requestedHeaders(request: AwsRequest): string[] {
  return (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

/** Matches a pattern that contains at most one `*`. */
function matchesWildcard(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function ruleHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const isForEveryone = rule.AllowedOrigins?.includes('*') === true;
  return {
    'access-control-allow-origin': isForEveryone ? '*' : origin,
    'access-control-allow-methods': (rule.AllowedMethods ?? []).join(', '),
    ...(rule.ExposeHeaders?.length ? { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') } : {}),
    ...(rule.MaxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(isForEveryone ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
