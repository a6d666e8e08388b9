import { compareKeys, type SortedKeys } from '../key-order.ts';

/** A key of a listing, or the common prefix that several were rolled into. */
export type Group = { key: string; prefix?: undefined } | { prefix: string; key?: undefined };

export interface Walk {
  prefix?: string | undefined;
  delimiter?: string | undefined;
  /** Begin behind this key, or at it when `including`. A common prefix is passed with all its keys. */
  after?: string | undefined;
  including?: boolean;
}

/** Walks a bucket's keys in order; keys for which `shows` is false are passed over. */
export function* walk(keys: SortedKeys, how: Walk, shows: (key: string) => boolean): Generator<Group> {
  const { delimiter, after } = how;
  const prefix = how.prefix ?? '';
  const rolled = (key: string) => {
    if (delimiter === undefined || delimiter === '') return undefined;
    const at = key.indexOf(delimiter, prefix.length);
    return at === -1 ? undefined : key.slice(0, at + delimiter.length);
  };
  const past = (common: string) =>
    keys.first((key) => compareKeys(key, common) < 0 || key.startsWith(common));

  let key: string | undefined;
  if (after === undefined || compareKeys(after, prefix) < 0)
    key = keys.first((k) => compareKeys(k, prefix) < 0);
  else if (after.startsWith(prefix) && rolled(after) === after) key = past(after);
  else if (how.including) key = keys.first((k) => compareKeys(k, after) < 0);
  else key = keys.first((k) => compareKeys(k, after) <= 0);

  while (key?.startsWith(prefix)) {
    const current: string = key;
    if (shows(current)) {
      const common = rolled(current);
      yield common === undefined ? { key: current } : { prefix: common };
      if (common !== undefined) {
        key = past(common);
        continue;
      }
    }
    key = keys.first((k) => compareKeys(k, current) <= 0);
  }
}
