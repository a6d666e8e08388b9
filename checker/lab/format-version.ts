/** A stored file has a version that this kit does not support: another version of the kit wrote it. */
export class UnknownVersion extends Error {}

/** The version of every format that the checker and the commands store. Files older than this field have none. */
export const formatVersion = 1;

/** Throws UnknownVersion unless this kit reads files of this version; `file` names the file in the message. */
export function requireKnownVersion(file: string, version: unknown): void {
  if (version === undefined || version === formatVersion) return;
  throw new UnknownVersion(
    `${file}: this kit does not support format version ${JSON.stringify(version)}; expected version ${formatVersion}, or none. Another version of the kit wrote this file: update this kit, or move the file away. Nothing was changed.`,
  );
}
