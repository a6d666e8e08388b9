import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Practice } from '../../practice/start.ts';

/** An HTTP request as bytes. Nothing in it is validated, escaped or added except for what HTTP requires. */
export interface RawRequest {
  method?: string;
  /** Path and query exactly as they are sent. */
  target: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export interface RawAnswer {
  /** 0 if the connection was closed without an answer. */
  status: number;
  headers: Record<string, string>;
  body: string;
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Sends bytes to a port. Resolves to the answer when the connection is closed. */
export function exchange(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(15_000, () => socket.destroy(new Error('no answer in 15 seconds')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that rejects a body closes before the client has sent it. Its answer still counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });
}

export function readAnswer(bytes: Buffer): RawAnswer {
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end === -1) return { status: 0, headers: {}, body: bytes.toString('utf8') };
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const status = Number(first.split(' ')[1]);
    at = end + 4;
    // "100 Continue" comes before the answer.
    if (status === 100) continue;
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    return { status, headers, body: bytes.toString('utf8', at) };
  }
}

/** Sends any request to a practice account, with or without a valid signature. */
export class Raw {
  readonly port: number;
  private readonly host: string;
  private readonly keyId: string;
  private readonly secret: string;

  constructor(practice: Pick<Practice, 'endpoint' | 'exports'>) {
    const { host, port } = new URL(practice.endpoint);
    this.host = host;
    this.port = Number(port);
    this.keyId = practice.exports.AWS_ACCESS_KEY_ID ?? '';
    this.secret = practice.exports.AWS_SECRET_ACCESS_KEY ?? '';
  }

  /** Sends a request unchanged. */
  async send({ method = 'GET', target, headers = {}, body = '' }: RawRequest): Promise<RawAnswer> {
    const bytes = Buffer.from(body);
    const all: Record<string, string> = { host: this.host, connection: 'close', ...headers };
    if (bytes.length > 0 && all['content-length'] === undefined && all['transfer-encoding'] === undefined)
      all['content-length'] = String(bytes.length);
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `${method} ${target} HTTP/1.1\r\n${head.join('')}\r\n`;
    return readAnswer(await exchange(this.port, Buffer.concat([Buffer.from(text, 'latin1'), bytes])));
  }

  /** Sends any request with a valid Signature Version 4. */
  signed(service: string, request: RawRequest): Promise<RawAnswer> {
    return this.send(this.sign(service, request));
  }

  sign(service: string, { method = 'GET', target, headers = {}, body = '' }: RawRequest): RawRequest {
    const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
    const scope = `${timestamp.slice(0, 8)}/us-east-1/${service}/aws4_request`;
    const all: Record<string, string> = {
      'x-amz-content-sha256': sha256(body),
      ...headers,
      host: headers.host ?? this.host,
      'x-amz-date': timestamp,
    };
    const names = Object.keys(all).sort();
    const [path = '', query = ''] = target.split(/\?(.*)/s, 2);
    const segments = path.split('/').map((segment) => encode(decode(segment)));
    const pairs = query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
        return [encode(decode(name)), encode(decode(value))] as const;
      })
      .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
    const canonical = [
      method,
      (service === 's3' ? segments : segments.map(encode)).join('/'),
      pairs.map(([name, value]) => `${name}=${value}`).join('&'),
      names.map((name) => `${name}:${(all[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join(''),
      names.join(';'),
      all['x-amz-content-sha256'],
    ].join('\n');
    const key = ['us-east-1', service, 'aws4_request'].reduce(
      (last, part) => hmac(last, part),
      hmac(`AWS4${this.secret}`, timestamp.slice(0, 8)),
    );
    const signature = hmac(key, ['AWS4-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n'));
    const authorization = `AWS4-HMAC-SHA256 Credential=${this.keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`;
    return { method, target, headers: { ...all, authorization }, body };
  }

  /** A target with the older signature in the query. */
  signedV2(path: string, query: string, expires: string): string {
    const toSign = `GET\n\n\n${Number(expires)}\n${path}`;
    const signature = createHmac('sha1', this.secret).update(toSign).digest('base64');
    const own = `AWSAccessKeyId=${this.keyId}&Expires=${encode(expires)}&Signature=${encode(signature)}`;
    return `${path}?${query === '' ? '' : `${query}&`}${own}`;
  }
}
