import { compareKeys, type SortedKeys } from '../key-order.ts';

/** An entry of a list: a key, or the common prefix of several keys. */
export type ListedGroup = { key: string; prefix?: undefined } | { prefix: string; key?: undefined };

export interface ListOptions {
  prefix?: string | undefined;
  delimiter?: string | undefined;
  /** Begin after this key, or at it when `including`. If this is a common prefix, all its keys are skipped. */
  after?: string | undefined;
  including?: boolean;
}

/** Lists a bucket's keys in order. Keys for which `isVisible` is false are skipped. */
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
