/**
 * A record's own member of this name. A client may choose the name `constructor`, which every plain object inherits.
 */
export const ownMember = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
