import { compareKeys, type SortedKeys } from '../key-order.ts';

/** A key of a listing, or the common prefix that several were rolled into. */
export type ListedGroup = { key: string; prefix?: undefined } | { prefix: string; key?: undefined };

export interface ListOptions {
  prefix?: string | undefined;
  delimiter?: string | undefined;
  /** Begin behind this key, or at it when `including`. A common prefix is passed with all its keys. */
  after?: string | undefined;
  including?: boolean;
}

/** Walks a bucket's keys in order; keys for which `shows` is false are passed over. */
export function* listGroups(
  keys: SortedKeys,
  options: ListOptions,
  isVisible: (key: string) => boolean,
): Generator<ListedGroup> {
  const { delimiter, after } = options;
  const prefix = options.prefix ?? '';
  const commonPrefixOf = (key: string) => {
    if (delimiter === undefined || delimiter === '') return undefined;
    const at = key.indexOf(delimiter, prefix.length);
    return at === -1 ? undefined : key.slice(0, at + delimiter.length);
  };
  const firstAfterPrefix = (commonPrefix: string) =>
    keys.first((key) => compareKeys(key, commonPrefix) < 0 || key.startsWith(commonPrefix));

  let key: string | undefined;
  if (after === undefined || compareKeys(after, prefix) < 0)
    key = keys.first((k) => compareKeys(k, prefix) < 0);
  else if (after.startsWith(prefix) && commonPrefixOf(after) === after) key = firstAfterPrefix(after);
  else if (options.including) key = keys.first((k) => compareKeys(k, after) < 0);
  else key = keys.first((k) => compareKeys(k, after) <= 0);

  while (key?.startsWith(prefix)) {
    const current: string = key;
    if (isVisible(current)) {
      const commonPrefix = commonPrefixOf(current);
      yield commonPrefix === undefined ? { key: current } : { prefix: commonPrefix };
      if (commonPrefix !== undefined) {
        key = firstAfterPrefix(commonPrefix);
        continue;
      }
    }
    key = keys.first((k) => compareKeys(k, current) <= 0);
  }
}
