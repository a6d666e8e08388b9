/** What is deleted: without a version id, a versioned bucket only gets a delete marker. */
export interface Doomed {
  key: string;
  versionId?: string;
}

/** S3 takes a thousand keys in one call, and shells about 128 kB in one word. */
const most = { keys: 1000, characters: 100_000 };

/** So many that one command can carry them. */
export function batches(doomed: readonly Doomed[]): Doomed[][] {
  const all: Doomed[][] = [];
  let room = 0;
  for (const one of doomed) {
    const size = JSON.stringify(one).length + 20;
    const last = all.at(-1);
    if (last === undefined || last.length === most.keys || size > room) {
      all.push([one]);
      room = most.characters - size;
    } else {
      last.push(one);
      room -= size;
    }
  }
  return all;
}
