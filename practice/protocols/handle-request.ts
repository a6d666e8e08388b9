import { isCrossSite } from '../core/cross-site.ts';
import type { Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { bodyError, bodyLimit, hasObjectBody } from './body-limits.ts';
import { answerPreflight, corsHeaders, requireCorsRule } from './cors.ts';
import { type IncomingCall, type PreparedCall, prepareCall } from './dispatch.ts';
import { fallbackService, operationOf, queryService, s3, serviceByHead } from './find-service.ts';
import type { AwsRequest, AwsResponse, DecodedRequest } from './http-message.ts';
import { decodeJson, encodeJson, encodeJsonError } from './json.ts';
import { decodeQuery, encodeQuery, encodeQueryError } from './query.ts';
import { BodyError, ClientDisconnected } from './request-body.ts';
import {
  decodeRestXml,
  encodeRestXml,
  encodeRestXmlError,
  type S3Path,
  s3Headers,
  s3Path,
} from './rest-xml.ts';
import type { OperationSchema, ServiceModel } from './schemas.ts';
import { type Authenticated, authenticate, wrongScope } from './signature/authenticate.ts';

function decode(
  operation: OperationSchema,
  service: ServiceModel,
  request: AwsRequest,
  path?: S3Path,
): DecodedRequest {
  if (path !== undefined) return decodeRestXml(operation, request, path);
  return service.protocol === 'query' ? decodeQuery(operation, request) : decodeJson(operation, request);
}

function encode(service: ServiceModel, operation: OperationSchema, output: unknown, id: string): AwsResponse {
  if (service.protocol === 'rest-xml') return encodeRestXml(service, operation, output, id);
  if (service.protocol === 'query') return encodeQuery(service, operation, output, id);
  return encodeJson(service, operation, output, id);
}

function encodeError(service: ServiceModel, error: AwsError, request: AwsRequest): AwsResponse {
  if (service.protocol === 'rest-xml') return encodeRestXmlError(error, request);
  if (service.protocol === 'query') return encodeQueryError(service, error, request.requestId);
  return encodeJsonError(service, error, request.requestId);
}

/** The request's URL. Its parts are set one by one: from a path such as `//`, `new URL` would read a host name. */
function requestUrl(request: AwsRequest, endpoint: string): URL {
  const url = new URL(endpoint);
  url.pathname = request.path;
  url.search = request.query.toString();
  return url;
}

/** Reads the body of a request whose headers were accepted. */
export interface BodySource {
  /** @throws BodyError */
  read(limit: number): Promise<Buffer>;
  /** Counts the bytes of the response. Returns false when too many are in memory already. */
  hold(bytes: number): boolean;
}

/** One AWS request while it is answered. */
class Exchange {
  /** In whose format an error is written. */
  service: ServiceModel;
  path: S3Path | undefined;
  private readonly emulator: Emulator;
  private readonly request: AwsRequest;
  private readonly body: BodySource;

  constructor(emulator: Emulator, request: AwsRequest, body: BodySource) {
    this.emulator = emulator;
    this.request = request;
    this.body = body;
    this.service = fallbackService(request);
  }

  async answer(): Promise<AwsResponse> {
    const head = await this.runShared(async () => this.acceptHead());
    if ('status' in head) return head;
    await this.readBody(head);
    return this.runShared(() => this.carryOut(head));
  }

  /** Calls run under the lock, but reading a body does not: a slow client would delay snapshots. */
  private runShared<T>(work: () => Promise<T>): Promise<T> {
    return this.emulator.quiesceLock?.runShared(work) ?? work();
  }

  /** Everything that the headers decide. A preflight request is answered by them alone. */
  private acceptHead(): AcceptedHead | AwsResponse {
    const { emulator, request } = this;
    this.service = serviceByHead(request);
    if (this.service !== s3) {
      const authenticated = authenticate(emulator, this.service, request, undefined);
      return { authenticated, isObject: false };
    }
    const path = s3Path(request);
    this.path = path;
    if (request.method === 'OPTIONS') return this.preflight(path);
    const authenticated = authenticate(emulator, s3, request, path.isByHost ? path.bucket : undefined);
    // A signature shows that the page was given the right to make the request. No page can sign for another user.
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (authenticated.caller.kind === 'anonymous' && !isRead && isCrossSite(request.headers))
      requireCorsRule(emulator, request, path);
    const operation = operationOf(s3, request, path);
    if (!hasObjectBody(operation)) return { authenticated, isObject: false };
    // Whether a caller may write an object depends on no byte of it, so it is decided before the object is read.
    const { input } = decode(operation, s3, request, path);
    const call = this.incomingCall(operation, authenticated);
    return { authenticated, isObject: true, prepared: prepareCall(emulator, call, input) };
  }

  private preflight(path: S3Path): AwsResponse {
    const response = answerPreflight(this.emulator, this.request, path);
    return { ...response, headers: { ...s3Headers(this.request.requestId), ...response.headers } };
  }

  private async readBody({ authenticated, isObject }: AcceptedHead): Promise<void> {
    const { isVerified, caller } = authenticated;
    try {
      const limit = bodyLimit({ isVerified, isAnonymous: caller.kind === 'anonymous' }, isObject);
      this.request.body = await this.body.read(limit);
    } catch (error) {
      throw error instanceof BodyError ? bodyError(this.service, error.problem, isObject) : error;
    }
  }

  private async carryOut({ authenticated, prepared }: AcceptedHead): Promise<AwsResponse> {
    const { emulator, request, path } = this;
    authenticated.verifyBody();
    if (this.service.protocol === 'query') this.checkQueryService();
    const operation = operationOf(this.service, request, path);
    const { input } = decode(operation, this.service, request, path);
    // While the body arrived, the bucket may have been deleted, and created again by another account.
    prepared?.authorize();
    const call = prepared ?? prepareCall(emulator, this.incomingCall(operation, authenticated), input);
    const output = await call.run(input, request.body);
    const response = encode(this.service, operation, output, request.requestId);
    // An object's data are bytes, and only a read returns them. Every other response is a short text.
    if (Buffer.isBuffer(response.body) && !this.body.hold(response.body.length))
      throw bodyError(this.service, 'too-many', false);
    return response;
  }

  /** The form names the API, which has to be the one that the request is signed for. */
  private checkQueryService(): void {
    const signedFor = this.service;
    this.service = queryService(this.request);
    if (this.service !== signedFor) throw wrongScope(this.service);
  }

  private incomingCall(operation: OperationSchema, { caller, region }: Authenticated): IncomingCall {
    const { emulator, request } = this;
    return {
      service: this.service.name,
      operation: operation.name,
      region: region ?? '',
      requestId: request.requestId,
      caller,
      now: emulator.clock.now(),
      http: {
        method: request.method,
        url: requestUrl(request, emulator.endpoint),
        headers: request.headers,
        secure: false,
        body: request.body,
      },
    };
  }
}

interface AcceptedHead {
  authenticated: Authenticated;
  /** Whether the body is an object's data. */
  isObject: boolean;
  /** The call, when its permissions are already checked. */
  prepared?: PreparedCall;
}

/**
 * Answers one AWS request: finds the service, authenticates the caller and, for an object's data, authorizes it, all by
 * the headers. Then it reads the body, decodes, dispatches and encodes. Rejects only when the client disconnected: an
 * AwsError is answered as AWS answers it. Any other error is answered with a 500 and passed to `onInternalError`.
 */
export async function handleAws(
  emulator: Emulator,
  request: AwsRequest,
  body: BodySource,
  onInternalError: (error: unknown) => void,
): Promise<AwsResponse> {
  const exchange = new Exchange(emulator, request, body);
  const response = await exchange.answer().catch((error: unknown) => {
    if (error instanceof ClientDisconnected) throw error;
    if (error instanceof AwsError) return encodeError(exchange.service, error, request);
    onInternalError(error);
    const message = 'We encountered an internal error. Please try again.';
    return encodeError(exchange.service, new AwsError('InternalError', message, 500), request);
  });
  if (request.method !== 'OPTIONS')
    Object.assign(response.headers, corsHeaders(emulator, request, exchange.path));
  return response;
}
