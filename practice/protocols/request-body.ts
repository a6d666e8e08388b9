import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasUnreadBody } from '../core/send-and-drain.ts';
import { sendContinue } from '../core/send-continue.ts';

/** Why a body was not read to its end: it is too large, too many bytes are held already, or the client stopped sending. */
export type BodyProblem = 'too-large' | 'too-many' | 'timeout';

/** A body that was not read to its end. */
export class BodyError extends Error {
  readonly problem: BodyProblem;
  constructor(problem: BodyProblem) {
    super(`The body was not read: ${problem}.`);
    this.problem = problem;
  }
}

/** The client disconnected in the middle of its body, so there is no connection to answer on. */
export class ClientDisconnected extends Error {}

/** Counts the bytes of all bodies in memory. */
export class HeldBytes {
  private held = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get bytes(): number {
    return this.held;
  }

  /** Counts these bytes, unless there are too many then. Returns whether it did. */
  hold(bytes: number): boolean {
    if (this.held + bytes > this.limit) return false;
    this.held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.held -= bytes;
  }
}

/** Reads one request's body when it is asked for, and not before. Counts the bytes that the exchange holds in memory. */
export class RequestBody {
  private heldBytes = 0;
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly allHeld: HeldBytes;
  /** The client may pause for this many milliseconds. */
  private readonly idleTimeout: number;

  constructor(request: IncomingMessage, response: ServerResponse, allHeld: HeldBytes, idleTimeout: number) {
    this.request = request;
    this.response = response;
    this.allHeld = allHeld;
    this.idleTimeout = idleTimeout;
  }

  /** Whether the client announced a body of which a part was not read. */
  get isUnread(): boolean {
    return hasUnreadBody(this.request);
  }

  private get isAnnounced(): boolean {
    return this.request.headers['transfer-encoding'] !== undefined || this.announcedLength > 0;
  }

  private get announcedLength(): number {
    return Number(this.request.headers['content-length'] ?? 0);
  }

  /**
   * Reads the whole body.
   * @throws BodyError when it is longer than `limit`, when the bodies in memory are too many bytes, or when the client
   * stops sending. Rejects with ClientDisconnected when the client disconnects.
   */
  async read(limit: number): Promise<Buffer> {
    if (this.announcedLength > limit) throw new BodyError('too-large');
    if (!this.isAnnounced) return Buffer.alloc(0);
    sendContinue(this.request, this.response);
    return new Promise((resolve, reject) => {
      const { request } = this;
      const chunks: Buffer[] = [];
      let length = 0;
      const stop = () => {
        clearTimeout(timer);
        request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
        request.pause();
      };
      const fail = (error: Error) => {
        stop();
        reject(error);
      };
      const timer = setTimeout(() => fail(new BodyError('timeout')), this.idleTimeout);
      const onData = (chunk: Buffer) => {
        timer.refresh();
        length += chunk.length;
        if (length > limit) return fail(new BodyError('too-large'));
        if (!this.hold(chunk.length)) return fail(new BodyError('too-many'));
        chunks.push(chunk);
      };
      const onEnd = () => {
        stop();
        resolve(Buffer.concat(chunks));
      };
      const onClose = () =>
        fail(new ClientDisconnected('The client disconnected in the middle of the body.'));
      request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
    });
  }

  /** Call it when the bytes are no longer in memory. */
  release(): void {
    this.allHeld.release(this.heldBytes);
    this.heldBytes = 0;
  }

  /** Counts more bytes of this exchange, such as those of its response, unless there are too many then. */
  hold(bytes: number): boolean {
    const isHeld = this.allHeld.hold(bytes);
    if (isHeld) this.heldBytes += bytes;
    return isHeld;
  }
}
