/** A stored file has a version that this kit does not support: another version of the kit wrote it. */
export class UnknownVersion extends Error {}

/** A stored file contains something that no kit wrote. */
export class DamagedFile extends Error {}

/**
 * The version of every format that the checker and the commands store, except `labJournalVersion`. Files older than
 * this field have none.
 */
export const formatVersion = 1;

/**
 * The version of the journals of a lab's teardowns and of `lab reset`. Version 2 added what the user declared about a
 * resource: a kit that ignored "not mine" would delete it.
 */
export const labJournalVersion = 2;

/**
 * Throws UnknownVersion unless this kit reads files of this version; `file` names the file in the message, and `newest`
 * is the version that the kit writes.
 */
export function requireKnownVersion(file: string, version: unknown, newest = formatVersion): void {
  const known = Array.from({ length: newest }, (_, at) => at + 1);
  if (version === undefined || known.some((one) => one === version)) return;
  throw new UnknownVersion(
    `${file}: this kit does not support format version ${JSON.stringify(version)}; expected version ${known.join(' or ')}, or none. Another version of the kit wrote this file: update this kit, or move the file away. Nothing was changed.`,
  );
}
