import { defined } from '../../../../base/defined.ts';
import type { Aws } from '../../aws.ts';

/** An object, one version of it, or a delete marker. */
export interface Version {
  key: string;
  /** Undefined when only the current versions were listed. */
  versionId?: string;
  isLatest: boolean;
  isDeleteMarker: boolean;
  modified: string;
  bytes: number;
  storageClass?: string;
}

/** The contents of a folder: the full prefixes of the folders in it, and its objects. */
export interface Listing {
  folders: string[];
  objects: Version[];
}

interface ListedObject {
  Key: string;
  LastModified: string;
  Size?: number;
  StorageClass?: string;
}

interface ListedVersion extends ListedObject {
  VersionId: string;
  IsLatest: boolean;
}

interface ListResponse {
  Contents?: ListedObject[];
  Versions?: ListedVersion[];
  DeleteMarkers?: ListedVersion[];
  CommonPrefixes?: { Prefix: string }[];
}

function versionOf(listed: ListedObject | ListedVersion, isDeleteMarker: boolean): Version {
  const { Key, LastModified, Size = 0, StorageClass } = listed;
  return {
    key: Key,
    ...('VersionId' in listed ? { versionId: listed.VersionId } : {}),
    isLatest: 'IsLatest' in listed ? listed.IsLatest : true,
    isDeleteMarker,
    modified: LastModified,
    bytes: Size,
    ...defined({ storageClass: StorageClass }),
  };
}

/** Sorts by key in S3's order, then newest first. Of two versions with the same time, the current one is first. */
function sortVersions(versions: Version[]): Version[] {
  return versions.sort(
    (a, b) =>
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
      Date.parse(b.modified) - Date.parse(a.modified) ||
      Number(b.isLatest) - Number(a.isLatest),
  );
}

/** The direct contents of a folder, or all objects in it at any depth when `recursive` is true. */
export async function listObjects(
  aws: Aws,
  bucket: string,
  prefix: string,
  { versions, recursive }: { versions: boolean; recursive: boolean },
): Promise<Listing> {
  const operation = versions ? 'list-object-versions' : 'list-objects-v2';
  const response = await aws<ListResponse>('s3api', operation, {
    bucket,
    prefix: prefix === '' ? undefined : prefix,
    delimiter: recursive ? undefined : '/',
  });
  const objects = [...(response.Contents ?? []), ...(response.Versions ?? [])].map((one) =>
    versionOf(one, false),
  );
  const markers = (response.DeleteMarkers ?? []).map((one) => versionOf(one, true));
  return {
    folders: (response.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    objects: sortVersions([...objects, ...markers]),
  };
}
