import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCalls } from '../../../checker/account/calls.ts';
import { type Clients, makeClients } from '../../../checker/account/clients.ts';
import type { Fact } from '../../../checker/account/fact.ts';
import { object } from '../../../checker/account/s3.ts';
import { artifactFile } from '../../../checker/account/sources/artifact.ts';
import { unpack } from '../../../checker/account/sources/git-pack.ts';
import { requestHttp } from '../../../checker/account/sources/http.ts';
import { digestsOf, fileOf } from '../../../checker/account/sources/zip.ts';

const MB = 1024 * 1024;
const zeros = Buffer.alloc(MB);
let server: Server | undefined;
let clients: Clients | undefined;

afterEach(async () => {
  clients?.destroy();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A server that answers with `send`; counts the bytes that left it. */
async function serve(send: (res: ServerResponse) => void) {
  let sent = 0;
  server = createServer((_req, res) => {
    res.on('error', () => {});
    send(res);
  });
  server.on('connection', (socket) => socket.on('close', () => (sent += socket.bytesWritten)));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  clients = makeClients({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return { endpoint, calls: makeCalls(clients), sent: () => sent };
}

/** Sends zeros for as long as the reader takes them. */
function endless(res: ServerResponse): void {
  const more = () => {
    while (!res.destroyed && res.write(zeros)) {}
  };
  res.on('drain', more);
  more();
}

const errorOf = (fact: Fact<unknown>) => (fact.state === 'unknown' ? fact.error : undefined);
const bucket = { name: 'b', owner: '111122223333', region: 'us-east-1' };

describe('an object that is too large', () => {
  const tooLarge = {
    cause: 'other',
    service: 's3',
    operation: 'GetObject',
    code: 'TooLarge',
    message: 'it has more than 64 MB, and no more is read',
  };

  it('is unknown, and not read, when S3 announces its length', async () => {
    const { calls, sent } = await serve((res) => {
      res.writeHead(200, { 'content-length': String(1024 * MB) });
      endless(res);
    });
    expect(errorOf(await object(calls, bucket, 'k'))).toMatchObject(tooLarge);
    server?.closeAllConnections();
    expect(sent()).toBeLessThan(16 * MB);
  });

  it('is unknown after 64 MB when its length was not announced', async () => {
    const { calls, sent } = await serve((res) => {
      res.writeHead(200, { 'transfer-encoding': 'chunked' });
      endless(res);
    });
    const location = { name: 'source', bucket: 'b', key: 'k' };
    expect(errorOf(await artifactFile(calls, location, bucket.owner, 'index.html'))).toMatchObject(tooLarge);
    server?.closeAllConnections();
    expect(sent()).toBeLessThan(80 * MB);
  });

  it('does not hide what a HEAD says of it', async () => {
    const { calls } = await serve((res) => {
      res.writeHead(200, { 'content-length': String(1024 * MB), 'x-amz-request-id': 'r' }).end();
    });
    const head = await calls.read('s3', 'HeadObject', { Bucket: 'b', Key: 'k' });
    expect(head).toMatchObject({ state: 'known', value: { ContentLength: 1024 * MB } });
  });
});

it('a list that is too large is unknown', async () => {
  const { calls } = await serve((res) => {
    res.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    endless(res);
  });
  expect(errorOf(await calls.read('codepipeline', 'ListPipelines', {}))).toMatchObject({
    operation: 'ListPipelines',
    code: 'TooLarge',
    message: 'it has more than 64 MB, and no more is read',
  });
});

describe('an artifact that is too large when it is unpacked', () => {
  /** A zip whose file announces this size in both of its headers. */
  function announcing(size: number, content: Uint8Array): Uint8Array {
    const zip = Buffer.from(zipSync({ 'index.html': content }));
    zip.writeUInt32LE(size, 22);
    zip.writeUInt32LE(size, zip.indexOf(Buffer.from('PK\x01\x02')) + 24);
    return zip;
  }

  it('is not unpacked', () => {
    expect(() => fileOf(announcing(1024 * MB, strToU8('small')), 'index.html')).toThrow(
      'index.html in the artifact is larger than 64 MB, and was not unpacked',
    );
  });

  it('is read up to the size that it announces, when it announces too little', () => {
    const file = fileOf(announcing(10, new Uint8Array(8 * MB)), 'index.html');
    expect(file).toMatchObject({ state: 'known', value: { length: 10 } });
  });

  it('is not unpacked when it contains the same file many times', () => {
    const zip = Buffer.from(zipSync({ 'index.html': new Uint8Array(40 * MB) }, { level: 1 }));
    const at = zip.indexOf(Buffer.from('PK\x01\x02'));
    const [entry, end] = [zip.subarray(at, -22), Buffer.from(zip.subarray(-22))];
    end.writeUInt16LE(1000, 8);
    const many = Buffer.concat([zip.subarray(0, at), ...Array(1000).fill(entry), end]);
    expect(() => fileOf(many, 'index.html')).toThrow('larger than 64 MB');
  });

  it('is not unpacked when it announces billions of entries', () => {
    const zip = Buffer.from(zipSync({ 'index.html': strToU8('page') }));
    const at = zip.indexOf(Buffer.from('PK\x01\x02'));
    const end64 = Buffer.alloc(56);
    end64.write('PK\x06\x06', 'latin1');
    end64.writeUInt32LE(0xffffffff, 32);
    end64.writeUInt32LE(at, 48);
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeUInt32LE(zip.length - 22, 8);
    const hostile = Buffer.concat([zip.subarray(0, -22), end64, locator, zip.subarray(-22)]);
    const message = 'the artifact has more than 20000 entries, and was not unpacked';
    expect(() => fileOf(hostile, 'index.html')).toThrow(message);
    expect(() => digestsOf(hostile)).toThrow(message);
  });

  it('is unknown, with the bound', async () => {
    const zip = announcing(1024 * MB, strToU8('small'));
    const { calls } = await serve((res) => res.end(zip));
    const location = { name: 'source', bucket: 'b', key: 'k' };
    expect(errorOf(await artifactFile(calls, location, bucket.owner, 'index.html'))).toEqual({
      cause: 'other',
      service: 'artifact',
      operation: 'file',
      actions: [],
      code: 'TooLarge',
      message: 'index.html in the artifact is larger than 64 MB, and was not unpacked',
    });
  });
});

it('an encoded answer is decoded only up to the bound', async () => {
  const packed = gzipSync(Buffer.alloc(16 * MB), { level: 1 });
  const { endpoint } = await serve((res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
  const response = await requestHttp(endpoint, { timeoutMs: 20_000, maxBytes: 1000 });
  expect([response.body.length, response.complete]).toEqual([1000, false]);
});

describe('a git pack that is too large when it is unpacked', () => {
  const packOf = (objects: readonly Buffer[]) => {
    const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
    header.writeUInt32BE(objects.length, 8);
    const body = Buffer.concat([header, ...objects]);
    return Buffer.concat([body, createHash('sha1').update(body).digest()]);
  };
  /** A blob; the size in its header is not used. */
  const blob = (data: Buffer) => Buffer.concat([Buffer.from([0x30]), deflateSync(data)]);

  it('is refused, whatever the number of its objects', async () => {
    const objects = Array.from({ length: 5 }, (_, at) => blob(Buffer.alloc(16 * MB, at)));
    expect((await unpack(packOf(objects.slice(0, 3)))).size).toBe(3);
    await expect(unpack(packOf(objects))).rejects.toThrow('a pack that does not unpack');
  });

  it('is refused when a delta copies its base many times', async () => {
    const base = blob(Buffer.alloc(1 * MB));
    const size = 1024 * MB;
    const digits = (value: number): number[] =>
      value < 128 ? [value] : [(value & 0x7f) | 0x80, ...digits(value >>> 7)];
    const delta = Buffer.from([...digits(MB), ...digits(size), ...Array(16 * 1024).fill(0x80)]);
    const distance = base.length;
    const offset = distance < 128 ? [distance] : [((distance >> 7) - 1) | 0x80, distance & 0x7f];
    const deltified = Buffer.concat([Buffer.from([0x60, ...offset]), deflateSync(delta)]);
    await expect(unpack(packOf([base, deltified]))).rejects.toThrow(
      'a pack that is too large when it is unpacked',
    );
  });
});
