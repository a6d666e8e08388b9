import type { Collection, Store } from '../store.ts';
import { SortedKeys } from './key-order.ts';
import type { Bucket, Part, Upload, Version } from './records.ts';
import { nullVersion } from './version-id.ts';

interface Index {
  keys: SortedKeys;
  /** The versions of each key, newest first. */
  versions: Map<string, Version[]>;
}

const noVersions: readonly Version[] = [];

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
    for (const version of this.records.values()) {
      this.lastSequence = Math.max(this.lastSequence, version.sequence);
      this.enter(version);
    }
  }

  keys(bucket: string): SortedKeys {
    return this.index(bucket).keys;
  }

  /** The versions of a key, newest first. */
  versions(bucket: string, key: string): readonly Version[] {
    return this.index(bucket).versions.get(key) ?? noVersions;
  }

  latest(bucket: string, key: string): Version | undefined {
    return this.versions(bucket, key)[0];
  }

  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }

  /** Adds a version; one whose id is `null` takes the place of the one that was there. */
  add(version: Version): void {
    const replaced =
      version.versionId === nullVersion
        ? this.versions(version.bucket, version.key).find((other) => other.versionId === nullVersion)
        : undefined;
    this.records.set(recordKey(version), version);
    this.enter(version);
    if (replaced !== undefined) this.remove(replaced);
  }

  /** Writes changed attributes (tags, ACL) of a version that is there. */
  update(version: Version): void {
    this.records.set(recordKey(version), version);
    const versions = this.index(version.bucket).versions.get(version.key) ?? [];
    const at = versions.findIndex((other) => other.sequence === version.sequence);
    versions[at] = version;
  }

  remove(version: Version): void {
    this.records.delete(recordKey(version));
    const index = this.index(version.bucket);
    const versions = index.versions.get(version.key) ?? [];
    const at = versions.findIndex((other) => other.sequence === version.sequence);
    if (at !== -1) versions.splice(at, 1);
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

  /** Forgets an upload and its parts. */
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

  body(content: { blob?: string }): Buffer {
    return content.blob === undefined ? Buffer.alloc(0) : this.store.getBlob(content.blob);
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

  private enter(version: Version): void {
    const index = this.index(version.bucket);
    const versions = index.versions.get(version.key);
    if (versions === undefined) {
      index.versions.set(version.key, [version]);
      index.keys.add(version.key);
      return;
    }
    versions.unshift(version);
    // Only at a rebuild can a version come that is not the newest.
    if ((versions[1]?.sequence ?? 0) > version.sequence) versions.sort((a, b) => b.sequence - a.sequence);
  }
}

const recordKey = (version: Version) => `${version.bucket}/${version.sequence}`;

/** The key of an upload in `uploads`. */
export const uploadKey = (upload: { bucket: string; uploadId: string }) =>
  `${upload.bucket}/${upload.uploadId}`;
