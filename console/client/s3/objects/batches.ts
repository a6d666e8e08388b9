/** An object or a version to delete. Without a version id, a versioned bucket only gets a delete marker. */
export interface ObjectIdentifier {
  key: string;
  versionId?: string;
}

/** S3 accepts a thousand keys in one call, and shells accept about 128 kB in one word. */
const limits = { keys: 1000, characters: 100_000 };

/** Splits the identifiers into batches that fit into one command. */
export function batches(identifiers: readonly ObjectIdentifier[]): ObjectIdentifier[][] {
  const result: ObjectIdentifier[][] = [];
  let remaining = 0;
  for (const one of identifiers) {
    const size = JSON.stringify(one).length + 20;
    const last = result.at(-1);
    if (last === undefined || last.length === limits.keys || size > remaining) {
      result.push([one]);
      remaining = limits.characters - size;
    } else {
      last.push(one);
      remaining -= size;
    }
  }
  return result;
}
