import { AwsError } from '../../core/errors.ts';
import { type Collection, MissingBlob, type Store } from '../../core/store.ts';
import { partition, SortedKeys } from './key-order.ts';
import type { Bucket, Part, StoredContent, Upload, Version } from './records.ts';
import { nullVersion, sequenceOf } from './version-id.ts';

interface Index {
  keys: SortedKeys;
  /** The versions of each key in ascending order of sequence. The newest is last, where adding is cheap. */
  versions: Map<string, Version[]>;
}

/** S3's records, and an index of each bucket's keys that is rebuilt from them. */
export class S3State {
  readonly buckets: Collection<Bucket>;
  readonly uploads: Collection<Upload>;
  readonly parts: Collection<Part>;
  readonly store: Store;
  private readonly records: Collection<Version>;
  private readonly indexes = new Map<string, Index>();
  private lastSequence = 0;

  constructor(store: Store) {
    this.store = store;
    this.buckets = store.collection('s3/buckets');
    this.records = store.collection('s3/versions');
    this.uploads = store.collection('s3/uploads');
    this.parts = store.collection('s3/parts');
    this.rebuild();
  }

  /** Builds the index again after the records were loaded or restored. */
  rebuild(): void {
    this.indexes.clear();
    for (const version of [...this.records.values()]) {
      this.lastSequence = Math.max(this.lastSequence, version.sequence);
      // If the process died after it wrote a `null` version and before it removed the old one, keep the newer.
      const other =
        version.versionId === nullVersion ? this.find(version.bucket, version.key, nullVersion) : undefined;
      this.addToIndex(version);
      if (other !== undefined) this.remove(other.sequence < version.sequence ? other : version);
    }
  }

  keys(bucket: string): SortedKeys {
    return this.index(bucket).keys;
  }

  /** The versions of a key, newest first. With `before`, only those with a lower sequence. */
  *versions(bucket: string, key: string, before = Number.POSITIVE_INFINITY): Generator<Version> {
    const versions = this.ascending(bucket, key);
    for (let position = positionOf(versions, before) - 1; position >= 0; position--) {
      const version = versions[position];
      if (version !== undefined) yield version;
    }
  }

  latest(bucket: string, key: string): Version | undefined {
    return this.ascending(bucket, key).at(-1);
  }

  find(bucket: string, key: string, versionId: string): Version | undefined {
    const versions = this.ascending(bucket, key);
    const sequence = sequenceOf(versionId);
    if (sequence === undefined) return versions.find((version) => version.versionId === versionId);
    const version = versions[positionOf(versions, sequence)];
    return version?.versionId === versionId ? version : undefined;
  }

  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }

  /** Adds a version. A `null` version replaces an existing `null` version. */
  add(version: Version): void {
    const replaced =
      version.versionId === nullVersion ? this.find(version.bucket, version.key, nullVersion) : undefined;
    this.records.set(recordKey(version), version);
    this.addToIndex(version);
    if (replaced !== undefined) this.remove(replaced);
  }

  /** Stores changed attributes (tags, ACL) of an existing version. */
  update(version: Version): void {
    this.records.set(recordKey(version), version);
    const versions = this.ascending(version.bucket, version.key);
    versions[positionOf(versions, version.sequence)] = version;
  }

  remove(version: Version): void {
    this.records.delete(recordKey(version));
    const index = this.index(version.bucket);
    const versions = this.ascending(version.bucket, version.key);
    const position = positionOf(versions, version.sequence);
    if (versions[position]?.sequence === version.sequence) versions.splice(position, 1);
    if (versions.length === 0) {
      index.versions.delete(version.key);
      index.keys.delete(version.key);
    }
    if (!version.marker) this.dropBlob(version);
  }

  partsOf(upload: Upload): Part[] {
    const prefix = `${uploadKey(upload)}/`;
    return [...this.parts.entries()]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, part]) => part)
      .sort((a, b) => a.number - b.number);
  }

  setPart(upload: Upload, part: Part): void {
    const key = `${uploadKey(upload)}/${part.number}`;
    const replaced = this.parts.get(key);
    this.parts.set(key, part);
    if (replaced !== undefined) this.dropBlob(replaced);
  }

  /** Deletes an upload and its parts. */
  dropUpload(upload: Upload): void {
    const parts = this.partsOf(upload);
    this.uploads.delete(uploadKey(upload));
    for (const part of parts) {
      this.parts.delete(`${uploadKey(upload)}/${part.number}`);
      this.dropBlob(part);
    }
  }

  putBlob(body: Buffer): { blob?: string } {
    return body.length === 0 ? {} : { blob: this.store.putBlob(body) };
  }

  /** The bytes of an object or part. Throws InternalError when they are missing or have a different size. */
  readBody(content: Pick<StoredContent, 'blob' | 'size'> & { bucket?: string; key?: string }): Buffer {
    if (content.blob === undefined) return Buffer.alloc(0);
    let body: Buffer | undefined;
    try {
      body = this.store.getBlob(content.blob);
    } catch (error) {
      if (!(error instanceof MissingBlob)) throw error;
    }
    if (body?.length === content.size) return body;
    const subject = content.key === undefined ? 'an upload' : `s3://${content.bucket}/${content.key}`;
    throw new AwsError(
      'InternalError',
      `The bytes of ${subject} are ${body === undefined ? 'missing' : 'not those that were put'}: the practice account’s state folder was changed from outside (blobs/${content.blob}).`,
      500,
    );
  }

  dropBlob(content: { blob?: string }): void {
    if (content.blob !== undefined) this.store.deleteBlob(content.blob);
  }

  private index(bucket: string): Index {
    let index = this.indexes.get(bucket);
    if (index === undefined) {
      index = { keys: new SortedKeys(), versions: new Map() };
      this.indexes.set(bucket, index);
    }
    return index;
  }

  private ascending(bucket: string, key: string): Version[] {
    return this.index(bucket).versions.get(key) ?? [];
  }

  private addToIndex(version: Version): void {
    const index = this.index(version.bucket);
    const versions = index.versions.get(version.key);
    if (versions === undefined) {
      index.versions.set(version.key, [version]);
      index.keys.add(version.key);
      return;
    }
    // The added version is nearly always the newest, which needs no search.
    if ((versions.at(-1)?.sequence ?? 0) < version.sequence) versions.push(version);
    else versions.splice(positionOf(versions, version.sequence), 0, version);
  }
}

/** The index of this sequence in ascending versions, or the index where it belongs. */
const positionOf = (versions: Version[], sequence: number) =>
  partition(versions.length, (position) => (versions[position]?.sequence ?? 0) < sequence);

const recordKey = (version: Version) => `${version.bucket}/${version.sequence}`;

/** The key of an upload in `uploads`. */
export const uploadKey = (upload: { bucket: string; uploadId: string }) =>
  `${upload.bucket}/${upload.uploadId}`;
