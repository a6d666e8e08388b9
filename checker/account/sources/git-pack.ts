import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { GitProtocolError } from './git-protocol.ts';

type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

interface GitObject {
  kind: ObjectType;
  data: Buffer;
}

/** Objects by their id. */
export type Objects = Map<string, GitObject>;

/** A pack with more objects is rejected. */
const maxObjects = 20_000;
/** The most bytes that all objects of a pack may have together. A small pack can unpack to any number of them. */
const maxUnpackedBytes = 64 * 1024 * 1024;
/** After this many objects, other work gets its turn: unpacking blocks this process. */
const objectsAtOnce = 200;

const objectTypes: Record<number, ObjectType> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

/** Reads bytes in order. Throws GitProtocolError at the end. */
class PackReader {
  offset: number;
  private readonly bytes: Buffer;
  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.offset = at;
  }

  byte(): number {
    const value = this.bytes[this.offset++];
    if (value === undefined) throw new GitProtocolError('a pack that ends too early');
    return value;
  }

  take(length: number): Buffer {
    if (this.offset + length > this.bytes.length) throw new GitProtocolError('a pack that ends too early');
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  /** A number of variable length: seven bits a byte, the lowest first. */
  size(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return value;
    }
  }

  /** Inflates an object's data, at most `maxBytes`. Only inflating shows how many bytes of the pack it takes. */
  inflate(maxBytes: number): Buffer {
    try {
      const { buffer, engine } = inflateSync(this.bytes.subarray(this.offset), {
        info: true,
        maxOutputLength: maxBytes,
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      this.offset += engine.bytesWritten;
      return buffer;
    } catch (error) {
      throw new GitProtocolError(`a pack that does not unpack (${(error as Error).message})`);
    }
  }
}

/**
 * Builds an object of at most `maxBytes` from a base object and a delta (gitformat-pack, "Deltified representation").
 */
function applyDelta(base: Buffer, delta: Buffer, maxBytes: number): Buffer {
  const from = new PackReader(delta);
  if (from.size() !== base.length) throw new GitProtocolError('a delta of another object');
  const size = from.size();
  if (size > maxBytes) throw new GitProtocolError('a pack that is too large when it is unpacked');
  const data = Buffer.alloc(size);
  let filled = 0;
  const append = (part: Buffer, length: number) => {
    if (part.length !== length || filled + length > size)
      throw new GitProtocolError('a delta that does not fit');
    part.copy(data, filled);
    filled += length;
  };
  while (from.offset < delta.length) {
    const instruction = from.byte();
    if (instruction === 0) throw new GitProtocolError('a delta with an order that there is not');
    if ((instruction & 0x80) === 0) {
      append(from.take(instruction), instruction);
      continue;
    }
    const readNumber = (bits: readonly number[]) =>
      bits.reduce(
        (sum, bit, byteIndex) => sum + ((instruction & bit) === 0 ? 0 : from.byte() * 256 ** byteIndex),
        0,
      );
    const offset = readNumber([1, 2, 4, 8]);
    const length = readNumber([0x10, 0x20, 0x40]) || 0x10000;
    append(base.subarray(offset, offset + length), length);
  }
  if (filled !== size) throw new GitProtocolError('a delta that ends too early');
  return data;
}

const idOf = ({ kind, data }: GitObject) =>
  createHash('sha1').update(`${kind} ${data.length}\0`).update(data).digest('hex');

/** Reads how many bytes before a delta its base object starts in the pack. */
function readBaseOffset(from: PackReader): number {
  let byte = from.byte();
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = from.byte();
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return value;
}

/** All objects of a pack (gitformat-pack, version 2). Rejects with GitProtocolError if it is no pack, or too large. */
export async function unpack(pack: Buffer): Promise<Objects> {
  if (pack.toString('latin1', 0, 4) !== 'PACK' || pack.length < 32) throw new GitProtocolError('no pack');
  if (pack.readUInt32BE(4) !== 2) throw new GitProtocolError('a pack of another version');
  const count = pack.readUInt32BE(8);
  if (count > maxObjects) throw new GitProtocolError('a pack with too many objects');
  const body = pack.subarray(0, pack.length - 20);
  if (!createHash('sha1').update(body).digest().equals(pack.subarray(-20)))
    throw new GitProtocolError('a pack that was damaged');
  const from = new PackReader(body, 12);
  const objects: Objects = new Map();
  const byOffset = new Map<number, GitObject>();
  let left = maxUnpackedBytes;
  for (let index = 0; index < count; index++) {
    if (index % objectsAtOnce === objectsAtOnce - 1) await nextTurn();
    const offset = from.offset;
    const header = from.byte();
    // Skip the size: the compressed data mark their own end.
    for (let more = header; (more & 0x80) !== 0; ) more = from.byte();
    const type = (header >> 4) & 7;
    let base: GitObject | undefined;
    if (type === 6) base = byOffset.get(offset - readBaseOffset(from));
    if (type === 7) base = objects.get(from.take(20).toString('hex'));
    const data = from.inflate(left);
    const kind = objectTypes[type] ?? base?.kind;
    if (kind === undefined) throw new GitProtocolError('an object whose base is not there');
    const object = { kind, data: base === undefined ? data : applyDelta(base.data, data, left) };
    left -= object.data.length;
    byOffset.set(offset, object);
    objects.set(idOf(object), object);
  }
  return objects;
}

/** A file at the root of a commit; undefined when the commit has none of that name. */
export function fileAtRoot(objects: Objects, commit: string, name: string): Buffer | undefined {
  const treeId = /^tree ([0-9a-f]{40})\n/.exec(objects.get(commit)?.data.toString('latin1') ?? '')?.[1];
  const tree = objects.get(treeId ?? '')?.data;
  if (tree === undefined) throw new GitProtocolError('a commit without its files');
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at);
    if (end === -1) throw new GitProtocolError('a folder that ends too early');
    const [mode, entry] = tree.toString('utf8', at, end).split(/ (.*)/s);
    const id = tree.toString('hex', end + 1, end + 21);
    at = end + 21;
    if (entry !== name) continue;
    const blob = objects.get(id);
    // A symbolic link passes, because git also returns its blob, the target's path.
    if (blob?.kind !== 'blob' || mode === undefined) throw new GitProtocolError('a name that is no file');
    return blob.data;
  }
  return undefined;
}

/** When a commit was made, in milliseconds since the epoch. */
export function commitTimeOf(objects: Objects, commit: string): number {
  const text = objects.get(commit)?.data.toString('utf8') ?? '';
  const seconds = /^committer .*> (\d+) [+-]\d{4}$/m.exec(text)?.[1];
  if (seconds === undefined) throw new GitProtocolError('a commit without a time');
  return Number(seconds) * 1000;
}
