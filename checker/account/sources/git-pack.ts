import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { NotUnderstood } from './git-wire.ts';

type Kind = 'commit' | 'tree' | 'blob' | 'tag';

interface GitObject {
  kind: Kind;
  data: Buffer;
}

/** Objects by their id. */
export type Objects = Map<string, GitObject>;

/** A pack of more is not unpacked here. */
const most = 20_000;
/** Bytes that an object has at most. */
const largest = 32 * 1024 * 1024;

const kinds: Record<number, Kind> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

/** Reads bytes one after another; past the end is NotUnderstood. */
class Reader {
  at: number;
  private readonly bytes: Buffer;
  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new NotUnderstood('a pack that ends too early');
    return value;
  }

  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new NotUnderstood('a pack that ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Seven bits a byte, the lowest first. */
  size(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return value;
    }
  }

  /** An object's data, and how many bytes of the pack it takes is found by unpacking it. */
  inflated(): Buffer {
    try {
      const { buffer, engine } = inflateSync(this.bytes.subarray(this.at), {
        info: true,
        maxOutputLength: largest,
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      this.at += engine.bytesWritten;
      return buffer;
    } catch (error) {
      throw new NotUnderstood(`a pack that does not unpack (${(error as Error).message})`);
    }
  }
}

/** Builds an object out of another one and what differs (gitformat-pack, "Deltified representation"). */
function patched(base: Buffer, delta: Buffer): Buffer {
  const from = new Reader(delta);
  if (from.size() !== base.length) throw new NotUnderstood('a delta of another object');
  const size = from.size();
  const parts: Buffer[] = [];
  while (from.at < delta.length) {
    const order = from.byte();
    if (order === 0) throw new NotUnderstood('a delta with an order that there is not');
    if ((order & 0x80) === 0) {
      parts.push(from.take(order));
      continue;
    }
    const number = (bits: readonly number[]) =>
      bits.reduce((sum, bit, place) => sum + ((order & bit) === 0 ? 0 : from.byte() * 256 ** place), 0);
    const offset = number([1, 2, 4, 8]);
    const length = number([0x10, 0x20, 0x40]) || 0x10000;
    parts.push(base.subarray(offset, offset + length));
  }
  const data = Buffer.concat(parts);
  if (data.length !== size) throw new NotUnderstood('a delta that ends too early');
  return data;
}

const idOf = ({ kind, data }: GitObject) =>
  createHash('sha1').update(`${kind} ${data.length}\0`).update(data).digest('hex');

/** Where an object is told as a difference: how far before it in the pack the other one stands. */
function distance(from: Reader): number {
  let byte = from.byte();
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = from.byte();
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return value;
}

/** All objects of a pack (gitformat-pack, version 2). Throws NotUnderstood for what is none, or too large. */
export function unpack(pack: Buffer): Objects {
  if (pack.toString('latin1', 0, 4) !== 'PACK' || pack.length < 32) throw new NotUnderstood('no pack');
  if (pack.readUInt32BE(4) !== 2) throw new NotUnderstood('a pack of another version');
  const count = pack.readUInt32BE(8);
  if (count > most) throw new NotUnderstood('a pack with too many objects');
  const body = pack.subarray(0, pack.length - 20);
  if (!createHash('sha1').update(body).digest().equals(pack.subarray(-20)))
    throw new NotUnderstood('a pack that was damaged');
  const from = new Reader(body, 12);
  const objects: Objects = new Map();
  const byPlace = new Map<number, GitObject>();
  for (let index = 0; index < count; index++) {
    const place = from.at;
    const head = from.byte();
    // The size is told, and not needed: the data say where they end.
    for (let more = head; (more & 0x80) !== 0; ) more = from.byte();
    const type = (head >> 4) & 7;
    let base: GitObject | undefined;
    if (type === 6) base = byPlace.get(place - distance(from));
    if (type === 7) base = objects.get(from.take(20).toString('hex'));
    const data = from.inflated();
    const kind = kinds[type] ?? base?.kind;
    if (kind === undefined) throw new NotUnderstood('an object whose base is not there');
    const object = { kind, data: base === undefined ? data : patched(base.data, data) };
    byPlace.set(place, object);
    objects.set(idOf(object), object);
  }
  return objects;
}

/** A file at the root of a commit; undefined when the commit has none of that name. */
export function fileOf(objects: Objects, commit: string, name: string): Buffer | undefined {
  const treeId = /^tree ([0-9a-f]{40})\n/.exec(objects.get(commit)?.data.toString('latin1') ?? '')?.[1];
  const tree = objects.get(treeId ?? '')?.data;
  if (tree === undefined) throw new NotUnderstood('a commit without its files');
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at);
    if (end === -1) throw new NotUnderstood('a folder that ends too early');
    const [mode, entry] = tree.toString('utf8', at, end).split(/ (.*)/s);
    const id = tree.toString('hex', end + 1, end + 21);
    at = end + 21;
    if (entry !== name) continue;
    const blob = objects.get(id);
    // A link's content is a path, and git tells it as the blob it is.
    if (blob?.kind !== 'blob' || mode === undefined) throw new NotUnderstood('a name that is no file');
    return blob.data;
  }
  return undefined;
}

/** When a commit was made, in milliseconds since the epoch. */
export function timeOf(objects: Objects, commit: string): number {
  const text = objects.get(commit)?.data.toString('utf8') ?? '';
  const seconds = /^committer .*> (\d+) [+-]\d{4}$/m.exec(text)?.[1];
  if (seconds === undefined) throw new NotUnderstood('a commit without a time');
  return Number(seconds) * 1000;
}
